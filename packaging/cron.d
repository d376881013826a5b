# To use: cp /usr/share/doc/@PACKAGE@/examples/cron.d /etc/cron.d/@PACKAGE@
# Instead of the timers, not beside them. `@NAME@ schedule` computes the lines that keep the recipe's objectives.
# Settings are in /etc/garde/@NAME@.conf.
MAILTO=root

0 2 * * *     root  test ! -x /usr/bin/@NAME@ || /usr/bin/@NAME@ backup --type full --quiet >>/var/log/@NAME@-backup.log 2>&1
30 */6 * * *  root  test ! -x /usr/bin/@NAME@ || /usr/bin/@NAME@ backup --type incremental --quiet >>/var/log/@NAME@-backup.log 2>&1
0 8 * * *     root  test ! -x /usr/bin/@NAME@ || /usr/bin/@NAME@ status --quiet --tell
0 5 1 * *     root  test ! -x /usr/bin/@NAME@ || /usr/bin/@NAME@ verify --quiet --tell
