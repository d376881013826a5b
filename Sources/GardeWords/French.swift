/// What Garde says in French: `id: sentence`, the clauses of a failure one below the other.
let frenchSentences = #"""
    accept.accepted: {id} est acceptée : {list}
    accept.no-such-backup: pas de sauvegarde {id} dans {root}
    accept.no-such-backup.fix: Tapez : {command}
    accept.not-suspect: {id} n'est pas suspecte

    adopt.adopted-copies: aucune sauvegarde de {shown} ici ; ses copies distantes sont maintenant celles de {ownShown}.
        Si ce nom est faux, retirez sa ligne de {note}
    adopt.first-beside-living: c'est la première sauvegarde de cette plateforme, à côté de celles d'autres qui vivent
        ici
    adopt.first-beside-living.why: {shown} : elles ne servent pas de comparaison et ne sont pas supprimées
    adopt.first-beside-others: c'est la première sauvegarde de cette plateforme, à côté de celles d'une autre
    adopt.first-beside-others.why: {shown} : elles ne servent pas de comparaison et ne sont pas supprimées
    adopt.first-beside-others.fix: Si c'est la même plateforme, déplacée ou restaurée, tapez : {command} {first} –
        sinon, il n'y a rien à faire
    adopt.nobody-else: {root} ne contient pas de sauvegardes d'une autre plateforme
    adopt.other-subject: {name} est maintenant {now}, c'était {before} : pas de comparaison avec les sauvegardes
        précédentes
    adopt.passing-host: ce conteneur s'appelle {host}, et le suivant autrement : chaque exécution fait la première
        sauvegarde d'une autre plateforme
    adopt.passing-host.why: rien n'est comparé, rien d'ancien n'est supprimé
    adopt.passing-host.fix: Donnez-lui un nom qui reste : docker run --hostname …, ou hostname: dans le fichier compose.
        Puis adopt.
    adopt.predecessor: {count|# sauvegarde|# sauvegardes} de {shown}, la dernière {newest}, ne {count|compte|comptent} pas ici. Si cette plateforme
        est la même, tapez : {command}
    adopt.still-here: {shown} est toujours là
    adopt.still-here.why: ses sauvegardes ne seraient plus les siennes
    adopt.still-here.fix: Si cette plateforme la remplace malgré tout, tapez : {command} {shownFix}
    adopt.text: les sauvegardes de {shown} sont maintenant celles de {ownShown} : {count}, la dernière {newest}. Pour
        annuler, retirez sa ligne de {note}
    adopt.who-else: de qui faut-il adopter les sauvegardes ?
    adopt.who-else.why: il y a {shown}
    adopt.who-else.fix: Nommez-en une : {command} {first}

    around.after-failed: {command}, à exécuter après une sauvegarde, a échoué
    around.after-failed.why: {why}
    around.after-failed.fix: Pour voir pourquoi, tapez : {typed} – la prochaine exécution recommence
    around.after-too-long: {command}, à exécuter après une sauvegarde, a été arrêté : pas terminé en {limit}
    around.after-too-long.why: sa dernière ligne : {said}
    around.after-too-long.fix: Donnez-lui plus de temps, limit: .minutes(…). Pour voir ce qu'il fait, tapez : {typed} – la
        prochaine exécution recommence
    around.before-failed: {command}, à exécuter avant une sauvegarde, a échoué : rien n'a été sauvegardé
    around.before-failed.why: {why}
    around.before-failed.fix: Pour voir pourquoi, tapez : {typed}
    around.before-too-long: {command}, à exécuter avant une sauvegarde, a été arrêté : pas terminé en {limit}, et
        rien n'a été sauvegardé
    around.before-too-long.why: sa dernière ligne : {said}
    around.before-too-long.fix: Donnez-lui plus de temps, limit: .minutes(…). Pour voir ce qu'il fait, tapez : {typed}
    around.first: avant toute lecture : {command} (en {limit} au plus)
    around.makes-up: ce qui est à exécuter après une sauvegarde ne l'a pas été, ou a échoué, la dernière fois : c'est fait
        maintenant
    around.nothing-makes-up: la dernière exécution s'est arrêtée avant ce que la recette prévoyait après une sauvegarde, et
        la recette ne le prévoit plus : voyez si tout ce qui avait été arrêté pour la sauvegarde fonctionne
    around.once-ended: une fois l'exécution finie : {command} (en {limit} au plus)
    around.once-read: une fois que tout est lu : {command} (en {limit} au plus)
    around.runs: exécute {command}

    backup.begins: début de la sauvegarde ({type}) : {list}
    backup.closed-folder: vous n'avez pas le droit de lire {closed}
    backup.closed-folder.fix: Retapez la commande sous le compte qui sauvegarde, souvent root : sudo …
    backup.committed: sauvegarde terminée : {place}, {bytes} en {took}
    backup.disk-not-mounted: le disque des sauvegardes n'est pas monté
    backup.disk-not-mounted.why: /etc/fstab nomme {point}
    backup.disk-not-mounted.fix: Tapez : mount {point}
    backup.holds-nothing: {name} ne contient rien
    backup.holds-nothing.why: {why}
    backup.holds-nothing.fix: Vérifiez que c'est bien celui-là. Si c'est normal, tapez : {command}
    backup.incomplete: la sauvegarde est incomplète : {place}
    backup.incomplete.fix: Corrigez ce qui précède, puis relancez.
    backup.left-out: {name} est écarté
    backup.little-room: il ne reste que {free} dans {folder}
    backup.look: Il attend peut-être un verrou. Tapez en SQL : {sql}
    backup.look-2: Vérifiez le disque. Tapez : dmesg | tail
    backup.look-3: Tapez : {command}
    backup.lost: {name} a rétréci de façon suspecte
    backup.lost.why: de {last} fichiers il en reste {now}
    backup.lost.fix: Vérifiez qu'il est monté et rempli. Si c'est normal, tapez : {command}
    backup.no-backup-root: il n'y a pas de dossier de sauvegardes {path}
    backup.no-backup-root.fix: Si elles sont ailleurs, donnez leur dossier dans BACKUP_ROOT. S'il n'y en a pas encore, tapez : {command}
    backup.no-backups: aucune sauvegarde dans {root}
    backup.no-backups.fix: Si elles sont ailleurs, donnez leur dossier dans BACKUP_ROOT. S'il n'y en a pas encore, tapez : {command}
    backup.no-longer-encrypted: cette sauvegarde n'est pas chiffrée, {id} l'était
    backup.not-enough-room: Espace disque insuffisant
    backup.not-enough-room.why: il faut environ {expected} dans {folder}, il reste {free}
    backup.not-enough-room.fix: Tapez : df -h {folder}
    backup.not-writable: {folder} n'est pas accessible en écriture
    backup.not-writable.fix: Donnez à cet utilisateur le droit d'y écrire, ou définissez BACKUP_ROOT.
    backup.nothing-chosen: il ne reste rien à sauvegarder
    backup.nothing-chosen.why: tous les composants sont écartés
    backup.nothing-chosen.fix: Retirez une des options --no-…, --only ou --skip.
    backup.of: {component} : {what}
    backup.of.why: {why}
    backup.of.fix: {fix}
    backup.old-data-kept: la dernière restauration garde les anciennes données de côté : un service allait mal, ou elle
        a été tuée à la fin ; restore.sh les retire quand il repasse
    backup.restore-unfinished: une restauration n'est pas allée au bout
    backup.restore-unfinished.why: la plateforme n'est ni ce qu'elle était ni ce qu'elle devait être
    backup.restore-unfinished.fix: Retapez le même restore.sh : il commence par terminer le premier. S'il n'y arrive
        vraiment pas : {abandon}
    backup.saved: {name} : {bytes} en {took}
    backup.secret-unreadable: {path} contient un réglage et est illisible
    backup.secret-unreadable.fix: Tapez : ls -l {path}
    backup.secret-unreadable.why: {why}
    backup.shrank: {name} a rétréci de façon suspecte
    backup.shrank.why: de {last} à {now} avant compression
    backup.shrank.fix: Vérifiez qu'il est monté et rempli. Si c'est normal, tapez : {command}
    backup.stalled: pas un octet depuis {minutes} minutes : {waiting} attendent {slow}. {stall}
    backup.swept: {name} supprimé, laissé par une exécution tuée
    backup.unchanged: {name} : inchangé depuis {id} ({bytes}) en {took}
    backup.unfinished-elsewhere: une restauration de {shown} n'est pas allée au bout. Si cette machine est la même sous
        un autre nom, tapez : {adopt}
    backup.unreadable: {path} : son manifeste est abîmé
    backup.value-missing: {path} est vide
    backup.value-missing.fix: Écrivez la valeur sur sa première ligne
    backup.value-missing.why: {variable} le désigne
    backup.without-rows: {component} : sans les lignes de {list}, {size} sur le serveur
    backup.without-rows-of: {component} : sans les lignes de {list}
    backup.would-create: simulation, rien n'est écrit. Une exécution créerait {folder} (niveau gzip {level})
    backup.would-write: écrirait {file}

    bytes: {size}

    certificates.certificate-expired: certificat {name} : expiré depuis {days} jours
    certificates.certificate-expires: certificat {name} : encore {days} jours
    certificates.openssl-missing: l'expiration des certificats est inconnue. Tapez : apt install openssl

    chain.broken: {child} a besoin de la sauvegarde {id}
    chain.broken.why: c'est un incrément, et {id} n'est pas dans {list}
    chain.broken.fix: Copiez {id} à côté, ou restaurez une sauvegarde complète. Tapez : ls {place}
    chain.foreign: {id} n'est pas la sauvegarde sur laquelle {child} s'appuie
    chain.foreign.why: l'empreinte de son manifeste en est une autre
    chain.foreign.fix: Copiez la bonne à côté, ou restaurez une sauvegarde complète.
    chain.incomplete: {component} : Archive corrompue
    chain.incomplete.why: {name} vient d'un incrément précédent, et aucun ne le contient
    chain.incomplete.fix: Restaurez une sauvegarde plus ancienne.
    chain.increment-alone: {path} est un incrément
    chain.increment-alone.why: rien ne dit sur quoi il s'appuie
    chain.increment-alone.fix: Restaurez-le avec son manifeste, depuis un dossier qui contient la sauvegarde complète
        d'avant.
    chain.no-full-before: {id} a besoin de la sauvegarde complète d'avant
    chain.no-full-before.why: c'est un incrément, et {list} ne contient pas de sauvegarde complète antérieure de
        l'ancien script
    chain.no-full-before.fix: Copiez-la à côté, avec tous les incréments depuis.
    chain.round: les incréments ramènent à {id}
    chain.round.fix: Restaurez une sauvegarde complète.
    chain.unnamed: {id} est un incrément qui ne dit pas de quoi
    chain.unnamed.fix: Restaurez une sauvegarde complète.

    command.left-input: {program} n'a pas tout chargé
    command.left-input.why: il s'est terminé avec le code 0 sans lire les {left} derniers octets
    command.left-input.fix: load: dans la recette doit lire son entrée standard jusqu'au bout.
    command.missing: {program} n'est pas exécutable
    command.missing.fix: Installez-le ou corrigez la recette.
    command.not-undone: {name} ne peut pas être remis automatiquement
    command.not-undone.why: {why}
    command.not-undone.fix: Chargez-le à la main depuis une sauvegarde plus ancienne.
    command.no-safety-copy: aucune copie de sécurité ne le contient
    command.rolled-back: la sauvegarde finit par un ROLLBACK : la base est endommagée
    command.rolled-back.fix: Tapez : sqlite3 FICHIER "PRAGMA integrity_check" – et sauvegardez la base par
        sqlite("FICHIER") dans la recette
    command.rolled-back.why: sqlite3 n'a pas pu tout lire, et ce qu'il a écrit serait annulé au chargement
    command.safety-copy-gone: la copie de sécurité {copy} a disparu
    command.said-nothing: la commande de sauvegarde n'a rien écrit
    command.said-nothing.why: un fichier vide ne restaurerait rien
    command.still-loads: {component} est encore en cours de chargement par une restauration précédente, qui a été tuée
    command.still-loads.fix: Tapez : kill -9 {list} – puis de nouveau la même commande

    compact.differs: ce qui a été écrit diffère de ce qui a été lu
    compact.differs.fix: Rien n'en est gardé. Examinez le disque, puis retapez la commande.
    compact.differs.why: relu, le résultat ne donne pas l'état de l'incrément
    compact.done: {old}, une {chain}, est entière dans {new} : {size} en {took}
    compact.done-before: {id} est déjà entière dans {new}
    compact.is-whole: {id} est déjà une sauvegarde complète
    compact.no-id-between: une seconde sépare {id} de {next}
    compact.no-id-between.fix: {fix}
    compact.no-id-between.why: ce qui est fait de {id} demande une seconde libre avant la sauvegarde suivante
    compact.no-other: Aucun autre incrément ne peut être compacté : faites une sauvegarde complète.
    compact.not-of-recipe: {id} contient ce que la recette ne nomme pas
    compact.not-of-recipe.fix: Remettez-le dans la recette, ou gardez la chaîne.
    compact.not-of-recipe.why: {list}
    compact.other: Tapez : {command}
    compact.would: ferait une sauvegarde complète de {id} : {list}

    compare.all: ensemble
    compare.changed: {count} changés entre-temps
    compare.component: composant
    compare.cost: {bytes} en {took}
    compare.lacks: {component} : il manque à la recette {count|# entrée|# entrées} du script
    compare.lacks.why: {missing} absentes, {differing} différentes : {list}
    compare.lacks.fix: Sauvegardez-les par un mot de la recette {recipe}, ou omettez-les par exclude:, et comparez à
        nouveau.
    compare.left-out: {count} omis exprès
    compare.more: {count} dans la recette seulement
    compare.no-manifest: {path} n'écrit pas de manifest.json : comme il a bien fini, ce qu'il a écrit compte pour tout ce qu'il sauvegarde
    compare.no-script: il n'y a pas d'ancien script à comparer
    compare.no-script.why: {list} n'est pas dans {root}
    compare.no-script.fix: Nommez-le : {command}
    compare.not-comparable: {component} : ce que les deux ont sauvegardé ne se compare pas entrée par entrée
    compare.not-comparable.why: ses outils ne sont pas sur cette machine, ou sa sauvegarde est d'une autre forme
    compare.not-comparable.fix: Restaurez les deux côte à côte et regardez, ou installez le client de son serveur.
    compare.not-in-recipe: le script sauvegarde {component}, et la recette {recipe} non
    compare.not-in-recipe.fix: Ajoutez {word}() à la recette, ou legacy("…", saves: {word}()).
    compare.nothing: rien de ce que {path} a sauvegardé n'a pu être comparé à la recette
    compare.nothing.fix: Voyez quels composants les deux ont : {program} explain
    compare.only-in-recipe: dans la recette seulement
    compare.recipe: recette
    compare.recipe-runs: le script a duré {took} ; maintenant la recette {recipe} sauvegarde la même chose
    compare.safe: le passage est sûr : la recette {recipe} sauvegarde tout ce que {path} sauvegarde
    compare.same: pareil ({count|# entrée|# entrées})
    compare.script: script
    compare.script-runs: {path} sauvegarde dans un dossier à lui ; rien n'est copié, annoncé ni supprimé
    compare.unsafe: pas sûr – {what}
    compare.verdict: verdict
    compare.would: laisserait sauvegarder {path}, puis la recette {recipe}, et comparerait ; rien n'a été lancé

    compose.data-not-saved: config : des services gardent des données dans {list}, qu'aucun composant ne sauvegarde.
        Ajoutez à la recette : {words}
    compose.not-in-backup: non sauvegardé : {path}, dont le service {service} est construit
    compose.mounted-not-saved: non sauvegardé : {path}, que monte le service {service}
    compose.engine-closed: {user} n'a pas accès au moteur Docker
    compose.engine-closed-2: Retapez la commande en root, ou tapez une fois : usermod -aG docker {user}
    compose.engine-silent: Tapez : {command} – ou, si les serveurs tournent sans Docker, définissez PLATFORM=here.
    compose.files-lost: ce dont les conteneurs en service ont été créés manque : {list}
    compose.files-lost.fix: Remettez-le, ou démarrez la plateforme avec les fichiers présents, et retapez la commande.
    compose.foreign-project: le conteneur de {service} appartient à un autre projet
    compose.foreign-project.why: son dossier est {folder}
    compose.foreign-project.fix: Définissez PLATFORM_ROOT avec ce dossier, ou COMPOSE_PROJECT_NAME avec le nom de cette
        plateforme.
    compose.no-such-service: il n'y a pas de service {service}
    compose.no-such-service.why: Compose connaît {list}
    compose.no-such-service.fix: Indiquez le bon dans la recette : in: "…"
    compose.not-installed: {what} n'est pas installé ici
    compose.not-installed-2: Tapez : apt install docker.io docker-compose – ou, si les serveurs tournent sans Docker,
        définissez PLATFORM=here.
    compose.not-saved: config : Docker Compose a besoin de {list} pour démarrer la plateforme, et aucun composant ne le
        sauvegarde. Nommez-le dans la recette : config(with: …)
    compose.refused: {command} a échoué
    compose.refused.why: {why}
    compose.refused.fix: Tapez : {compose} ps -a
    compose.service-not-running: le service {service} ne tourne pas
    compose.service-not-running.fix: Tapez : {command}
    compose.service-paused: le service {service} est en pause
    compose.service-paused.fix: Tapez : {command}
    compose.several-projects: plusieurs projets Compose tournent depuis {root} : {list}
    compose.several-projects.why: rien ne dit lequel est voulu
    compose.several-projects.fix: Arrêtez les autres, ou nommez-le devant la commande : COMPOSE_PROJECT_NAME={names}
    compose.silent: Docker Compose ne répond pas
    compose.silent.why: {why}
    compose.silent.fix: {fix}
    compose.unread: config : {file}, ligne {line}, n'est pas du YAML ({reason}) : les fichiers qu'il nomme sont inconnus

    copy.ended-while-sending: l'exécution a été arrêtée pendant l'envoi
    copy.far-differs: la copie dans {url} diffère de l'envoi
    copy.far-differs.why: absent là-bas, ou d'une autre taille ou empreinte : {list}
    copy.far-differs.fix: La prochaine exécution la renverra ; si cela dure, examinez le stockage.
    copy.far-missing: Archive corrompue : {url}/{name}
    copy.far-missing.why: elle manque ou n'a pas la bonne taille
    copy.far-missing.fix: Utilisez une autre sauvegarde : {programPath} list --remote {url}
    copy.fetching: récupération de {id} depuis {url} : {bytes}
    copy.foreign: {id} dans {url} est une autre sauvegarde, rien n'y est écrasé
    copy.foreign.why: {why}
    copy.foreign.fix: Donnez à chaque machine son emplacement, par exemple {url}/{own}
    copy.left-to: les copies vers {url} sont laissées à l'exécution qui envoie encore : {holder}
    copy.made-on: elle vient de {value}
    copy.made-elsewhere: une autre machine y envoie aussi
    copy.from-future: {url} contient des sauvegardes du futur : cherchez qui y écrit, ou vérifiez l'horloge : {list}
    copy.frozen: {url} la garde en stockage froid
    copy.frozen.why: il faut d'abord la dégeler, ce qui prend des heures
    copy.frozen.fix: Tapez ceci, et revenez ensuite : {list}
    copy.gone-unsent: {id} n'a pas été envoyée vers {url} et n'est plus ici
    copy.held: aucune ancienne copie n'est supprimée dans {url}
    copy.held.why: {why}
    copy.held.fix: {fix}
    copy.invalid-endpoint: AWS_ENDPOINT_URL n'est pas l'adresse d'un serveur
    copy.invalid-endpoint.why: il faut https://hôte, sans compte ni mot de passe
    copy.lacking: ABÎMÉE, fichiers manquants ou tronqués là-bas : {list}
    copy.local-damaged: Archive corrompue : {path}
    copy.local-damaged.why: son empreinte n'est pas celle du manifeste
    copy.local-damaged.fix: Elle n'est pas envoyée. Lancez une sauvegarde complète et faites contrôler ce disque.
    copy.local-unreadable: {path} est illisible
    copy.local-unreadable.why: {why}
    copy.local-unreadable.fix: Elle n'est pas envoyée. Lancez une sauvegarde complète et faites contrôler ce disque.
    copy.lock: sous rétention légale
    copy.locked-until: verrouillée jusqu'au {readable}
    copy.locked: {id} dans {url} est {why} : elle reste
    copy.never-made: {url} contient des sauvegardes que cette machine n'a jamais faites
    copy.never-made.why: plus récentes que la dernière d'ici : {list}
    copy.never-made.fix: Cherchez qui y écrit ; changez cet accès. Rien n'est supprimé tant qu'elles y sont.
    copy.no-copies: aucune sauvegarde dans {url}
    copy.no-copies.fix: Vérifiez le nom du lieu de copies, ou envoyez-en une.
    copy.no-copy: pas de sauvegarde {id} dans {url}
    copy.no-copy.fix: Tapez : {programPath} list --remote {url}
    copy.no-known-place: aucun lieu de copies n'est connu
    copy.no-known-place.fix: Tapez : {command} s3://bucket/chemin – ou définissez REMOTE_DESTINATION
    copy.no-place: {word} n'est pas un lieu de copies
    copy.no-place.why: {why}
    copy.no-rule: aucun lieu de copies n'a de règle pour les anciennes copies
    copy.no-rule.fix: Donnez-en une dans la recette : sync(to: "…", keep: .daily(90))
    copy.not-listed: argument inattendu {word}
    copy.not-listed.why: list prend des options, et l'URL de copies
    copy.not-ours: {id} ne peut pas être envoyée
    copy.not-ours.why: son manifeste ne nomme aucun fichier
    copy.not-sent: {id} est sauvegardée ici, mais pas hors de cette machine
    copy.not-sent.why: {why}
    copy.not-sent.fix: {fix}
    copy.remote-credentials: {url} refuse cette machine
    copy.remote-credentials.why: {why}
    copy.remote-credentials.fix: Vérifiez ses identifiants et ses droits. Tapez : {look}
    copy.remote-frozen: {url} ne répond pas comme il faut
    copy.remote-frozen.why: {why}
    copy.remote-frozen.fix: Vérifiez qu'il est joignable et a de la place. Tapez : {look}
    copy.remote-full: {url} est plein
    copy.remote-full.why: {why}
    copy.remote-full.fix: Libérez-y de la place, ou faites supprimer les anciennes copies : sync(to:, keep:)
    copy.remote-missing: {url} n'existe pas
    copy.remote-missing.why: {why}
    copy.remote-missing.fix: Créez-le, ou vérifiez son nom : {look}
    copy.remote-stranger: {url} : la clé du serveur n'est pas celle que l'on connaît ici
    copy.remote-stranger.why: {why}
    copy.remote-stranger.fix: C'est peut-être un autre serveur. Comparez sa clé sur place, puis corrigez known_hosts.
    copy.removed-there: {id} supprimée de {url}
    copy.sending: envoi de {name} vers {url}
    copy.sending-backup: envoi de {id} vers {url} : {bytes}
    copy.sent: {id} est dans {url}, relue : {count} fichiers sur {total} envoyés, {bytes}
    copy.sent-again: la prochaine exécution qui copie vers {url} les compare et renvoie ce qui diffère : {list}
    copy.too-many-there: {url} contient {count} dossiers nommés comme des sauvegardes ; seuls les derniers sont lus
    copy.tool-missing: {tool} n'est pas installé
    copy.tool-missing.why: on accède à {url} par ce programme
    copy.tool-missing.fix: Tapez : apt install {package}
    copy.tries-again: {what} : échec, nouvel essai dans {seconds} s
    copy.unknown-remote: rclone ne connaît pas de distant {name}
    copy.unknown-remote.why: {why}
    copy.unknown-remote.fix: {fix}
    copy.bucket-is-written: Un bucket s'écrit s3://{path}
    copy.configure-rclone: Tapez : rclone config
    copy.no-remotes-here: il n'en a aucun ici
    copy.remotes-here: il a {list}
    copy.vanished: des copies vérifiées dans {url} n'y sont plus, ou pas entières
    copy.vanished.why: {why}
    copy.vanished.fix: Cherchez qui les a supprimées ; ce qui est encore ici est renvoyé.
    copy.would-send: enverrait vers {url} par {tool} : {list}

    doctor.all-well: tout va bien
    doctor.backups: status ne trouve rien à redire
    doctor.clock: l'horloge indique {time}
    doctor.clock-future: la sauvegarde {id} est dans le futur : l'horloge indique {time}
    doctor.clock-future.fix: Tapez : timedatectl ; si l'horloge est juste, supprimez cette sauvegarde dès qu'une plus
        récente est vérifiée
    doctor.clock-future.why: l'horloge est fausse, ou l'était quand cette sauvegarde a été faite
    doctor.clock-set: l'horloge indique {time} et elle est synchronisée
    doctor.clock-unset: l'horloge n'est pas synchronisée
    doctor.clock-unset.fix: Tapez : timedatectl set-ntp true
    doctor.clock-unset.why: c'est elle qui nomme, compare et fait tourner les sauvegardes
    doctor.clock-year: l'horloge est fausse : elle indique {time}
    doctor.clock-year.fix: Tapez : timedatectl set-ntp true
    doctor.compose: projet Compose {name} : {running} conteneurs sur {all} sont en marche
    doctor.cron: {place} fait ce qu'elle doit : {line}
    doctor.cron-bare: {place} : le programme seul ne sauvegarde rien, il affiche ses commandes
    doctor.cron-bare.fix: Écrivez la commande derrière : {name} backup
    doctor.cron-bare.why: {line}
    doctor.cron-each-minute: {place} : une exécution commence à chaque minute de certaines heures
    doctor.cron-each-minute.fix: Écrivez une minute dans le premier champ, par exemple 0
    doctor.cron-each-minute.why: {line}
    doctor.cron-fields: {place}, ligne {number} : cron n'accepte pas les cinq premiers champs
    doctor.cron-fields.fix: Écrivez : minute heure jour mois jour-de-semaine commande, par exemple 0 2 * * *
    doctor.cron-fields.why: {line}
    doctor.cron-gone: {place} : le programme planifié n'existe pas : {path}
    doctor.cron-gone.fix: Corrigez le chemin dans cette ligne, ou réinstallez-y le programme
    doctor.cron-gone.why: {line}
    doctor.cron-home: {place} : les clés vues ici sont celles de {here}, mais cette ligne s'exécute avec le dossier
        personnel {there}
    doctor.cron-home.fix: Importez la clé publique en tant qu'utilisateur qui l'exécute : gpg --import FICHIER ; ou
        définissez GNUPGHOME dans cette ligne
    doctor.cron-home.why: {line}
    doctor.cron-keeps: {name} : au plus {pause} entre deux exécutions ; au plus {limit} de travail peuvent être perdus
    doctor.cron-lacks: {place} : défini ici, mais pas dans cette ligne : {names}
    doctor.cron-lacks.fix: Écrivez des lignes NOM=valeur au-dessus d'elle, ou mettez-les dans .env là où le guide le
        permet
    doctor.cron-lacks.why: {line}
    doctor.cron-leaves-out: aucune exécution planifiée ne sauvegarde {name}
    doctor.cron-leaves-out.fix: Retirez d'une des lignes l'option qui l'exclut
    doctor.cron-mode: cron ignore {path}
    doctor.cron-mode.fix: Tapez : chown root: {path} && chmod 644 {path}
    doctor.cron-mode.why: les fichiers de ce dossier doivent appartenir à root, et personne d'autre ne doit pouvoir y
        écrire
    doctor.cron-name: cron ignore {path}
    doctor.cron-name.fix: Tapez : mv {path} {better}
    doctor.cron-name.why: dans ce dossier, un nom n'a que des lettres, des chiffres, - et _
    doctor.cron-newline: {place} : cron ignore le fichier entier, car sa dernière ligne ne se termine pas par un saut
        de ligne
    doctor.cron-newline.fix: Ouvrez le fichier dans un éditeur, ajoutez une ligne vide à la fin, et enregistrez
    doctor.cron-newline.why: {line}
    doctor.cron-no-root: {place} : rien dans cette ligne ne dit de quelle plateforme il s'agit
    doctor.cron-no-root.fix: Écrivez PLATFORM_ROOT={typed} devant la commande
    doctor.cron-no-root.why: {line}
    doctor.cron-no-user: {place}, ligne {number} : il n'y a pas d'utilisateur {word}
    doctor.cron-no-user.fix: Écrivez root devant la commande
    doctor.cron-no-user.why: dans ce fichier, le sixième champ est l'utilisateur qui exécute la commande
    doctor.cron-none: rien ne lance de sauvegarde de cette plateforme
    doctor.cron-none.fix: Tapez : {command} – et mettez ces lignes dans crontab -e
    doctor.cron-none.why: ni le crontab de {user}, ni /etc/crontab, /etc/cron.*, ni un timer de systemd ne l'appelle
    doctor.cron-not-executable: {place} : {path} n'est pas exécutable
    doctor.cron-not-executable.fix: Tapez : chmod +x {typed}
    doctor.cron-not-executable.why: {line}
    doctor.cron-not-found: {place} : {name} y est introuvable
    doctor.cron-not-found.fix: Écrivez plutôt le chemin complet : {path}
    doctor.cron-not-found.why: PATH vaut {own} pour {line}
    doctor.cron-not-the-recipes: rien ne lance ce que la recette planifie : {cron} {words}
    doctor.cron-not-the-recipes.fix: Tapez : {command} – il affiche les lignes de la recette
    doctor.cron-other-folder: {place} : cette ligne écrit dans {there}, alors que {here} est examiné ici
    doctor.cron-other-folder.fix: Définissez BACKUP_ROOT de la même manière des deux côtés
    doctor.cron-other-folder.why: {line}
    doctor.cron-other-user: {place} : cette ligne s'exécute en tant que {user}, et cet examen en tant que {own}
    doctor.cron-other-user.fix: Lancez doctor en tant que {user} : il examine avec les droits et les clés de cet
        utilisateur
    doctor.cron-other-user.why: {line}
    doctor.cron-overlap: deux exécutions commencent à la même minute, et l'une attend l'autre
    doctor.cron-overlap.fix: Faites commencer l'une quelques minutes plus tard, ou supprimez-la si elle y est deux fois
    doctor.cron-overlap.why: {one} ; {other}
    doctor.cron-path: {place} : {name} y est introuvable
    doctor.cron-path-unexpanded: {place} : cron ne développe pas les variables dans PATH={path}
    doctor.cron-path-unexpanded.fix: Écrivez tous les dossiers en entier
    doctor.cron-path-unexpanded.why: {line}
    doctor.cron-path.fix: Écrivez au-dessus de cette ligne : {better}
    doctor.cron-path.why: ici il est dans {folder}, qui n'est pas dans le PATH de cette ligne
    doctor.cron-percent: {place} : cron termine la commande à son premier %
    doctor.cron-percent.fix: Écrivez une barre oblique inverse devant : {better}
    doctor.cron-percent.why: {line}
    doctor.cron-refused: {place} : cette exécution sera refusée
    doctor.cron-refused.why: {why} ({line})
    doctor.cron-rpo: objectives(rpo:) ne sera pas tenu : jusqu'à {loss} de {name} peuvent être perdus, et {limit} sont
        permis
    doctor.cron-rpo.fix: Tapez : {command} – il affiche des lignes qui le tiennent
    doctor.cron-rpo.why: les exécutions sont espacées de {pause} au plus
    doctor.cron-seldom: {name} est planifié moins de deux fois en 100 jours
    doctor.cron-seldom.fix: Tapez : {command} – il affiche des lignes qui tiennent objectives(rpo:)
    doctor.cron-silent: {place} : personne n'apprend une erreur
    doctor.cron-silent.fix: Définissez ALERT_EMAIL dans .env, ou laissez passer les erreurs : --quiet
        >/dev/null
    doctor.cron-silent.why: {why} ({line})
    doctor.cron-spoiled: {place} : cron ignore le fichier entier à cause de la ligne {number}
    doctor.cron-spoiled.fix: Corrigez cette ligne, ou supprimez-la
    doctor.cron-spoiled.why: {why} ({line})
    doctor.cron-stopped: cron ne tourne pas
    doctor.cron-stopped.fix: Tapez : systemctl enable --now cron
    doctor.cron-unencrypted: {place} : cette exécution ne chiffre pas pour tous les destinataires nommés ici
    doctor.cron-unencrypted.fix: Ajoutez-y --encrypt --gpg-recipient CLÉ
    doctor.cron-unencrypted.why: {line}
    doctor.cron-unknown: {place} : {line} : ses variables viennent d'ailleurs et ne sont pas examinées
    doctor.cron-unsent: {place} : cette exécution ne copie pas vers {urls}
    doctor.cron-unsent.fix: Ajoutez-y --sync-remote --remote-dest URL
    doctor.cron-unsent.why: {line}
    doctor.cron-untold: {place} : personne n'apprend ce que trouve {role}
    doctor.cron-untold.fix: Ajoutez --tell après {role}
    doctor.cron-untold.why: {why} ({line})
    doctor.cron-user: {place}, ligne {number} : {word} est pris pour la commande
    doctor.cron-user.fix: Retirez {word} de cette ligne
    doctor.cron-user.why: seuls /etc/crontab et /etc/cron.d ont un champ pour l'utilisateur
    doctor.elsewhere: des copies partent vers {list}
    doctor.env-not-read: {names} dans {path} n'est pas lu, et une exécution chercherait le serveur ailleurs
    doctor.env-not-read.why: .env est à l'application, qui peut joindre le serveur autrement
    doctor.env-not-read.fix: Si c'est le serveur à sauvegarder, écrivez {words} devant la commande et dans le crontab.
    doctor.erasable: qui s'introduit sur cette machine peut aussi supprimer les copies distantes, sauf si
        d'anciennes versions y sont gardées
    doctor.erasable.fix: La page Remotes montre comment faire : verrouillage d'objets, versions, ou un serveur qui ne
        laisse qu'ajouter
    doctor.erasable.why: les identifiants qui y écrivent peuvent aussi supprimer
    doctor.few-inodes: le système de fichiers de {path} n'accepte plus que {count} fichiers
    doctor.few-inodes.fix: Tapez : df -i {path}
    doctor.folder: {path} est accessible en écriture, {free} libres
    doctor.folder-new: {path} n'existe pas encore : la première exécution le crée
    doctor.folder-open: d'autres peuvent regarder dans {path} (mode {mode})
    doctor.folder-open.fix: Tapez : chmod 700 {typed}
    doctor.folder-open.why: les sauvegardes contiennent tout, mots de passe compris
    doctor.folder-owner: {path} appartient à {owner}, et ceci s'exécute en tant que {user}
    doctor.folder-owner.fix: Exécutez-le en tant que {owner} ; ou tapez : chown {user} {typed}
    doctor.group-backups: Sauvegardes
    doctor.group-clock: Horloge
    doctor.group-copies: Copies distantes
    doctor.group-folder: Dossier des sauvegardes
    doctor.group-keys: Chiffrement
    doctor.group-notifications: Notifications
    doctor.group-platform: Ce qui est sauvegardé
    doctor.group-schedule: Planification
    doctor.group-settings: Réglages
    doctor.group-tools: Outils
    doctor.line-no-user: il n'y a pas d'utilisateur {word}
    doctor.line-unread: cron ne peut pas la lire
    doctor.lock: une exécution est en cours : {holder}
    doctor.no-backup: pas encore de sauvegarde. Tapez : {command}
    doctor.no-containers: aucun conteneur d'un projet Compose ne tourne depuis {root}
    doctor.no-containers.fix: Tapez : cd {typed} && {compose} up -d
    doctor.no-copies: pas de copies distantes : SYNC_REMOTE est désactivé
    doctor.no-sendmail: ALERT_EMAIL est défini, mais cette machine n'a pas de sendmail
    doctor.no-sendmail.fix: Tapez : apt install msmtp-mta ; ou définissez SMTP_URL
    doctor.nobody-told: personne n'est prévenu quand une sauvegarde échoue
    doctor.nobody-told.fix: Définissez ALERT_EMAIL ou SLACK_WEBHOOK_URL dans .env
    doctor.not-encrypted: les sauvegardes ne sont pas chiffrées : qui lit le dossier lit tout
    doctor.notify-tested: les notifications ont été testées le {day}
    doctor.notify-untested: les notifications n'ont jamais été testées telles qu'elles sont
    doctor.notify-untested.fix: Tapez : {command}
    doctor.other-disk: les sauvegardes ont leur propre système de fichiers : {mount}
    doctor.private-half: une clé privée qui ouvre les sauvegardes est sur cette machine : qui s'y introduit peut les
        lire
    doctor.probe: {url} : un fichier d'essai a été écrit, relu, puis supprimé
    doctor.probe-differs: {url} : un fichier d'essai a été relu avec un autre contenu
    doctor.probe-differs.fix: Examinez cette destination : elle a peut-être un cache, ou un autre programme y écrit
    doctor.probe-locked: {url} : un fichier d'essai a été écrit et relu ; il reste sous le nom {name} ({lock})
    doctor.probe-stays: {url} : un fichier d'essai a été écrit et relu ; il reste sous le nom {name}, car cette machine
        n'a le droit de rien y supprimer
    doctor.reached: {url} : joint, rien n'a été écrit (--dry-run)
    doctor.same-disk: les sauvegardes sont sur le même système de fichiers que les données ({mount}), et aucune copie
        ne
        part ailleurs
    doctor.same-disk.fix: Définissez SYNC_REMOTE=true et REMOTE_DESTINATION ; ou BACKUP_ROOT sur un autre disque
    doctor.same-disk.why: un disque perdu emporte les deux
    doctor.saves: {name} peut être sauvegardé
    doctor.script-skipped: {path} est ignoré
    doctor.script-skipped.fix: Tapez : chmod +x {path} – et renommez-le s'il contient un point
    doctor.script-skipped.why: les scripts de ce dossier doivent être exécutables, et leur nom n'avoir que des
        lettres, des
        chiffres, - et _
    doctor.sent-unencrypted: les copies partent sans chiffrement
    doctor.sent-unencrypted.fix: Définissez ENCRYPT_BACKUP=true et GPG_RECIPIENT
    doctor.sent-unencrypted.why: qui gère la destination peut tout lire
    doctor.settings: recette {name}, plateforme {root}
    doctor.silent-file: les erreurs vont dans un fichier que personne ne lit
    doctor.silent-journal: ce qu'il écrit ne va que dans le journal de systemd
    doctor.silent-mailto: MAILTO est vide
    doctor.silent-null: les erreurs vont dans /dev/null
    doctor.silent-sendmail: cron les envoie par courriel, mais cette machine n'a pas de sendmail
    doctor.slot: le slot de réplication {slot} fait garder {held} de journaux (WAL) au serveur PostgreSQL
    doctor.slot-of-gone: il appartient à {platform}, qui n'existe plus
    doctor.slot-of-nobody: aucune plateforme connue ici ne l'utilise
    doctor.slot.fix: Si sa plateforme n'existe plus, tapez dans psql : {sql}
    doctor.slot.why: {who}
    doctor.summary: {errors|# erreur|# erreurs}, {warnings|# avertissement|# avertissements}
    doctor.timer-off: le timer {name} n'est pas activé
    doctor.timer-off.fix: Tapez : systemctl enable --now {name}
    doctor.timer-stopped: le timer {name} est activé, mais ne tournera qu'au prochain démarrage de la machine
    doctor.timer-stopped.fix: Tapez : systemctl start {name}
    doctor.timer-untold: {place} : personne n'apprend ce que trouve {role}
    doctor.timer-untold.fix: Tapez : systemctl edit --full {service} – et ajoutez --tell après {role}
    doctor.timer-untold.why: {why} ({line})
    doctor.told: {name} est prévenu
    doctor.tool: {name} : {version}
    doctor.tool-fails: {name} ne s'exécute pas
    doctor.tool-fails.fix: Tapez : apt install --reinstall {package}
    doctor.tool-fails.why: {why}
    doctor.tool-for: {name} pour {server} : {version}
    doctor.tool-missing: {name} n'est pas installé
    doctor.tool-missing.fix: Tapez : apt install {package}

    dotenv.bad-variable: « {open} » n'est pas suivi d'un nom et de « {close} » (écrire $$ pour un simple $)
    dotenv.name-with-space: le nom d'une variable ne peut pas contenir d'espace
    dotenv.not-utf8: sa valeur n'est pas du texte UTF-8
    dotenv.open-quote: un guillemet ouvert n'est jamais refermé
    dotenv.problem: .env : {reason}
    dotenv.problem-at: .env, ligne {line} : {reason}
    dotenv.problem-of: .env : {variable} est ignorée : {reason}
    dotenv.problem-of-at: .env, ligne {line} : {variable} est ignorée : {reason}
    dotenv.required: elle a besoin de {name}, qui n'est pas définie
    dotenv.unexpected: « {sign} » est interdit dans le nom d'une variable
    dotenv.unreadable: illisible ({error}), rien n'en est pris en compte

    duration: {time}

    draft.bitnami: {service} : son image les nomme POSTGRESQL_DATABASE, POSTGRESQL_USERNAME et POSTGRESQL_PASSWORD ; écrivez POSTGRES_DB=, POSTGRES_USER= et POSTGRES_PASSWORD= avec les mêmes valeurs dans .env.
    draft.certificates: Certificats de {path} ; chaque compte rendu dit quand ils expirent.
    draft.closed: {path} n'est pas lisible par ce compte : root obtiendrait un brouillon plus complet.
    draft.config: .env, les fichiers Compose et tous ceux qu'ils nomment ; with: ajoute des réglages que lisent les services.
    draft.copies: La ligne {line} de l'ancien script appelle {tool} : copie-t-elle les sauvegardes ailleurs ? Voir Remotes pour sync(to:).
    draft.crontab: Lignes de crontab qui nomment ce dossier, secrets cachés ; backup.sh prend les mêmes options qu'avant.
    draft.database-postgres: {service} : la base postgres existe dès le début, et une application qui crée ses bases elle-même a ses données dans une autre : {compose} exec {service} sh -c 'psql -U "$POSTGRES_USER" -l', puis database: "…" dans son mot.
    draft.dumps: La ligne {line} de l'ancien script appelle {tool}, et aucun mot ci-dessus ne sauvegarde ce serveur.
    draft.encrypts: La ligne {line} de l'ancien script appelle {tool} ; Garde chiffre pour les détenteurs de clés OpenPGP : encrypt(to: "…"), voir Encryption.
    draft.env-counts: De .env, ceci compte tel quel, avant ce qui est écrit ici : {list}
    draft.exclude-data: la ligne {line} de l'ancien script laisse des lignes de côté avec {option} : ajoutez ces
        tables à excludeData: du serveur concerné
    draft.find: La ligne {line} de l'ancien script appelle find : combien de jours garde-t-il ?
    draft.holds-server: {path} est l'endroit où un serveur ({product}) garde ses données : des fichiers copiés pendant qu'il tourne ne font pas une copie entière. Donnez-lui un mot, postgres(in: …), mariadb(in: …) ou command(…), et laissez le dossier de côté par exclude:
    draft.keep-more: Omis, weekly: et monthly: valent 12 : une sauvegarde par semaine et par mois reste plus longtemps que les jours.
    draft.made-anew: Omis, car refait à tout démarrage : {path} ({list})
    draft.mail-not-seen: Aucune boîte au format Maildir n'a été vue dans {path} ; si du courrier y arrive, écrivez mail("{path}") pour lui.
    draft.many-files: {path} a plus de fichiers que ce brouillon n'en regarde : le reste peut contenir des bases SQLite.
    draft.may-be-server: {service} ({image}) : quel serveur exécute-t-il ? Pour PostgreSQL postgres(in: "{service}"), pour MariaDB mariadb(in: "{service}") ; aucun mot ci-dessous ne sauvegarde ses fichiers.
    draft.more-certificates: Une recette a un seul certificates() ; {path} a aussi des certificats.
    draft.mount: {path}, monté par {list}
    draft.no-folder: {path} n'est pas un dossier
    draft.no-folder.fix: Nommez le dossier de la plateforme : bin/recipe new NAME --from /opt/platform
    draft.no-script: Aucun ancien script de sauvegarde n'a été trouvé. Sans ce mot, 30 jours, 12 semaines et 12 mois restent.
    draft.not-mounted: Aucun service ne monte {path} ; pour qu'il soit sauvegardé, il lui faut ce mot.
    draft.not-named: Aucun mot ne sauvegarde ceci, dans le dossier de la plateforme : {list}. Pour des données, écrivez files(…) ou sqlite(…), pour des réglages config(with: …) ; des sources n'en ont pas besoin.
    draft.not-there: {path}, monté par {list}, n'existe pas encore, ou pas sur cette machine.
    draft.old-backups: Omis, car anciennes sauvegardes : {path} ({list})
    draft.only-read: {list} ne fait que lire {path}, hors de la plateforme ; pour qu'il soit sauvegardé, il lui faut ce mot.
    draft.other-compose: Compose ne prend pas {list} de lui-même. Si la plateforme démarre avec, écrivez COMPOSE_FILE=… dans .env, et refaites le brouillon.
    draft.other-database: {place} nomme une autre base de {service}, que le mot ci-dessus ne sauvegarde pas : il lui faut un mot à elle.
    draft.outside-files: La plateforme démarre avec des fichiers hors de son dossier ; pour les sauvegarder, ils vont dans le mot ci-dessus : config(with: {list})
    draft.packs: L'ancien script appelle tar ou un semblable à ces lignes : {list}. Comparez ce qu'il y nomme avec les mots ci-dessus.
    draft.postgres-here: La base que nomme .env, sur cette machine.
    draft.redis-password: {service} a un mot de passe que Garde ne trouve pas : écrivez REDIS_PASSWORD= dans .env, avec la même valeur.
    draft.redis-without-volume: {service} ({image}) ne garde rien dans un volume : un cache n'a pas besoin de mot.
    draft.remote: {from} ; ce n'est pas une adresse telle que la veut sync(to:), ou elle contient un mot de passe : voir Remotes.
    draft.script: Ce que dit l'ancien script, {path}
    draft.secret-url: L'ancien script règle {variable} à la ligne {line} ; qui a cette adresse peut y écrire : sa place est dans .env ou l'environnement du crontab.
    draft.server-foreign: {service} ({image}) : aucun mot n'existe pour ce serveur. Essayez cette commande sur une copie ; WritingARecipe en dit tout.
    draft.server-unknown: {service} ({image}) : aucun mot n'existe pour ce serveur, et des fichiers copiés pendant qu'il tourne ne font pas une copie entière. Trouvez les commandes qui l'exportent et le rechargent, pour command(…).
    draft.service: {service} ({image})
    draft.switched: {variable} à la ligne {line} de l'ancien script en décide ; rien ne dit clairement oui.
    draft.title: Brouillon de {root} : les mots disent ce que ses fichiers disent avec certitude, les valeurs de .env y restent.
    draft.title-2: Là où il y a {mark}, regardez et décidez. WritingARecipe explique chaque mot.
    draft.unnamed-volume: {service} garde {target} dans un volume sans nom, qu'aucun mot ne peut sauvegarder : donnez-lui un nom ou un dossier dans le fichier Compose.
    draft.unread: {path} n'est pas lisible (ligne {line} : {reason}) ; ce qu'il dit des services manque ici.
    draft.unset-source: {service} monte {source}, et rien ne règle {variable} : Compose le prend pour vide.
    draft.used-by-unknown: Omis, usedBy: veut dire tous les services sauf les bases ; rien ne dit si ceux-ci s'en servent : {list}.
    draft.value: {variable} à la ligne {line} de l'ancien script
    draft.value-unknown: {variable} à la ligne {line} de l'ancien script : sa valeur vient de .env ou d'une commande.
    draft.variable-of-another: .env règle {variable}, que {service} reçoit autrement : écrivez {label}: "…" dans son mot.
    draft.volume: Le volume {volume} de {service} ({target}) : docker volume inspect {name} dit son dossier, dès qu'il existe.
    draft.which-database-mariadb: Quelle base de {service} ? Rien ne règle {list} : {compose} exec {service} mariadb -p -e 'show databases', puis database: "…" dans son mot.
    draft.which-database-postgres: Quelle base de {service} ? Rien ne règle {list} : {compose} exec {service} psql -U postgres -l, puis database: "…" dans son mot.
    draft.whole-folder: {list} a {path}, qui est le dossier entier de la plateforme ou plus : nommez par files(…) ce qui y est données.

    encryption.card-missing: la clé privée est sur une carte absente
    encryption.card-missing.fix: Insérez la carte et tapez : gpg --card-status (s'il ne la lit pas : apt install
        scdaemon)
    encryption.encrypted: la sauvegarde est chiffrée
    encryption.encrypted.fix: Ajoutez --decrypt et, si la clé privée a une passphrase, --gpg-passphrase ou
        GPG_PASSPHRASE_FILE.
    encryption.encrypts-to: chiffré pour {name} ({fingerprint})
    encryption.extend: Là où est sa moitié privée, tapez : {command} ; puis réimportez ici sa moitié publique.
    encryption.give-passphrase: Donnez-la par --gpg-passphrase, GPG_PASSPHRASE, ou GPG_PASSPHRASE_FILE (un fichier dont
        c'est la première ligne).
    encryption.gpg-ended-early: gpg s'est arrêté avant la fin du message chiffré
    encryption.gpg-ended-early.fix: Tapez : dmesg | tail
    encryption.harmful-setting: les réglages de gpg sur cette machine pourraient changer ce qui est gardé
    encryption.harmful-setting.why: {why}
    encryption.harmful-setting.fix: Retirez cette ligne du fichier, ou mettez-la dans le gpg.conf de l'utilisateur qui
        en a besoin.
    encryption.key-ambiguous: {keys} clés s'appellent {name}
    encryption.key-ambiguous.why: {why}
    encryption.key-ambiguous.fix: Désignez la bonne par son empreinte : --gpg-recipient {fingerprint}
    encryption.key-cannot-encrypt: la clé de {name} ne peut pas chiffrer
    encryption.key-cannot-encrypt.why: aucune partie de {fingerprint} n'est faite pour chiffrer sans être expirée ni
        révoquée
    encryption.key-cannot-encrypt.fix: Là où est sa moitié privée, tapez : gpg --quick-add-key {fingerprint} cv25519
        encr 3y ; puis réimportez ici sa moitié publique.
    encryption.key-disabled: la clé de {name} est désactivée
    encryption.key-disabled.why: {why}
    encryption.key-disabled.fix: Tapez : gpg --edit-key {fingerprint} enable save
    encryption.key-ends: la clé de {name} expire le {day}, et les sauvegardes s'arrêteront. {extend}
    encryption.key-expired: la clé de {name} a expiré
    encryption.key-expired.why: {why}
    encryption.key-expired.fix: {fix}
    encryption.key-revoked: la clé de {name} est révoquée
    encryption.key-revoked.why: {why}
    encryption.key-revoked.fix: Importez celle qui la remplace : gpg --import /chemin/de/nouvelle-cle-publique.key
    encryption.message-damaged: le message chiffré est abîmé, incomplet, ou n'en est pas un
    encryption.no-agent: gpg-agent, qui tient les clés privées, ne démarre pas
    encryption.no-agent.why: {why}
    encryption.no-agent.fix: Tapez : gpgconf --launch gpg-agent. Un GNUPGHOME de plus de 90 caractères est trop long
        pour lui.
    encryption.no-loopback: gpg-agent ne prend pas la passphrase donnée
    encryption.no-loopback.why: son gpg-agent.conf contient no-allow-loopback-pinentry
    encryption.no-loopback.fix: Retirez cette ligne, puis tapez : gpgconf --kill gpg-agent
    encryption.no-private-key: GPG: No secret key (clé privée absente)
    encryption.no-private-key.why: aucune des clés qui ouvrent la sauvegarde n'est sur cette machine
    encryption.no-private-key.fix: Tapez : gpg --import backup-private.key
    encryption.no-public-key: GPG: No public key ({name})
    encryption.no-public-key.fix: Tapez : gpg --import /chemin/de/backup-public.key
    encryption.not-read-back: {name} ne se relit pas, rien n'est gardé
    encryption.not-read-back.why: {why}
    encryption.open-pgp-key-unusable: gpg ne peut pas chiffrer pour la clé
    encryption.open-pgp-key-unusable.why: {why}
    encryption.open-pgp-no-engine: gpg n'est pas installé
    encryption.open-pgp-no-engine.fix: Tapez : apt install gnupg
    encryption.open-pgp-other: gpg a échoué
    encryption.open-pgp-other.why: {why}
    encryption.passphrase-needed: la clé privée a une passphrase
    encryption.passphrase-needed.why: elle n'a pas été donnée, et il n'y a personne à qui la demander
    encryption.passphrase-needed.fix: {fix}
    encryption.read-back: {name} a été déchiffré et relu
    encryption.seen-from-outside: clé privée absente : chaque fichier est un message complet pour les clés ci-dessus,
        son contenu n'est pas relu
    encryption.wrong-passphrase: la passphrase de la clé privée est fausse
    encryption.wrong-passphrase.fix: {fix}

    explain.around: Ce qui s'exécute avant et après une sauvegarde :
    explain.by-script: sauvegardé par {path}
    explain.command: ce qu'écrit son programme
    explain.component: {name} : {what}
    explain.copy: une copie de chaque sauvegarde dans {url}, où rien n'est supprimé
    explain.copy-kept: une copie de chaque sauvegarde dans {url}, gardée {how-long}
    explain.database: la base {name} sur {place}
    explain.encrypted: le seul détenteur de la clé {key} (OpenPGP)
    explain.here: le serveur de cette machine
    explain.how-long: Combien de temps les sauvegardes restent :
    explain.increments: des incréments entre les sauvegardes complètes
    explain.increments-daily: , le dernier de chaque jour pendant {count} jours
    explain.increments-hourly: , le dernier de chaque heure pendant {count} jours
    explain.increments-kept: incréments : {days|# jour|# jours}{hourly}{daily}
    explain.kept: {days|# jour|# jours}{weekly}{monthly}
    explain.kept-monthly: , puis une par mois pendant {count|# mois|# mois}
    explain.kept-weekly: , puis une par semaine pendant {count|# semaine|# semaines}
    explain.left-out: {name} : laissé de côté, une variable le dit
    explain.no-copies: aucune copie ailleurs
    explain.no-root: le dossier {root} n'existe pas, ou est fermé à cet utilisateur : ce que dirait son .env ne compte pas ici
    explain.nobody: personne n'est prévenu
    explain.not-encrypted: quiconque peut lire le dossier : rien n'est chiffré
    explain.paths: les fichiers de {list}
    explain.server: toutes les données sur {place}
    explain.service: le serveur du service {service}
    explain.service-or-here: le serveur du service {service}, ou de cette machine si Compose ne démarre pas la plateforme
    explain.sqlite: la base SQLite {path}
    explain.stack: .env, les fichiers Compose et tous ceux qu'ils nomment
    explain.stack-and-more: .env, les fichiers Compose et tous ceux qu'ils nomment ; s'ils existent, {list}
    explain.stopped: Ce qu'une restauration arrête :
    explain.stops: {names} : {list}
    explain.stops-all: {names} : tous les services sauf les bases
    explain.variable: que nomme {variable} (ou, si rien ne la règle, celle du serveur)
    explain.what: Ce que la recette {name} sauvegarde de la plateforme {root} :
    explain.when: Quand les exécutions commencent :
    explain.where: Où vont les sauvegardes :
    explain.who-hears: Qui est prévenu du résultat :
    explain.who-reads: Qui peut lire les sauvegardes :
    explain.without-rows: sans les lignes de {list}

    files.about: {shown} ({why})
    files.absolute-name: son nom est absolu
    files.aside-lost: {name} ne peut pas être remis en place
    files.aside-lost.why: ce qui s'y trouvait avant la restauration n'est plus là où il était gardé
    files.aside-lost.fix: Cherchez-le dans les dossiers .garde-new-…, ou restaurez la copie de sécurité.
    files.attributes-lost: {component} : ACL ou attributs non conservés ici : {list}
    files.bad-path: {path} ne peut pas être un chemin dans une sauvegarde
    files.bad-path.fix: Donnez-le tel qu'il est sur la plateforme, par exemple config/nginx/site.conf
    files.bad-path.why: il est vide ou contient ..
    files.cannot-move: {component} : {path} ne peut pas être déplacé
    files.cannot-move.why: {error}
    files.cannot-move.fix: Restaurez là où sont les données : sur l'hôte, ou dans un volume.
    files.cannot-replace: impossible d'écrire dans {folder}
    files.cannot-replace.fix: Lancez la restauration en root, ou en tant que propriétaire de ce dossier.
    files.capabilities-lost: {component} : restaurés sans leurs capacités de fichier, que setcap redonne : {list}
    files.changed-since: {component} : modifié par des services actifs depuis la restauration : {list}
    files.changed-while-read: modifié pendant la lecture
    files.cure: Donnez à la sauvegarde le droit de les lire, puis relancez-la.
    files.cure-2: Relancez la sauvegarde quand personne n'y écrit.
    files.delivered-meanwhile: {component} : messages arrivés pendant la restauration, gardés dans {folder} : {count}
    files.device: c'est un périphérique
    files.doubled: son nom est à la fois celui d'un dossier et d'autre chose
    files.empty-name: elle n'a pas de nom propre
    files.entry-refused: {component} : la sauvegarde contient ce qui ne se restaure pas : {name}
    files.entry-refused.why: {why}
    files.entry-refused.fix: Restaurez une sauvegarde plus ancienne.
    files.entry-not-restored: {path} contient ce qui ne se restaure pas : {name}
    files.entry-not-restored.why: {why}
    files.entry-not-restored.fix: Utilisez une sauvegarde plus ancienne, ou dépaquetez celle-ci dans un dossier vide :
        tar -xf {path}
    files.environment-stays: .env reste tel quel : la sauvegarde a le même
    files.environment-differs: .env est gardé (--force le remplace) ; diffèrent de la sauvegarde : {list}
    files.entry-damaged: son en-tête est endommagé
    files.entry-two-sizes: ses en-têtes donnent deux tailles
    files.entry-nul-in-name: son nom contient un octet nul
    files.entry-unknown-kind: son type est inconnu
    files.fixed: impossible de remplacer {list}
    files.fixed.why: chattr l'a rendu immuable ou en ajout seul
    files.fixed.fix: Tapez : chattr -i -a {words}, puis la même commande
    files.is-device: un périphérique
    files.is-no-file-now: n'est plus un fichier
    files.is-socket: un socket
    files.lacking: {name} : {count|# fichier non sauvegardé|# fichiers non sauvegardés}
    files.lacking.why: {why}
    files.lacking.fix: {fix}
    files.link-followed: {name} : {path} est un lien : le contenu de {target} est sauvegardé. Une restauration y écrit
        tant que le lien existe, sinon un simple fichier
    files.links-out: {name} : des liens mènent à ce qu'aucun composant ne sauvegarde, et la sauvegarde n'a que les
        liens : {links}. Nommez ces dossiers dans la recette, comme files("disk2", "/srv/disk2")
    files.links-give-way: {component} : des dossiers de la sauvegarde prennent la place de ces liens ; ce qu'il y a
        derrière reste et ne sert plus : {links}
    files.leaves-folder: son nom sort par ..
    files.link-target: elle est liée à ce qui n'y est pas
    files.live-databases: {name} : ces bases étaient ouvertes pendant la copie de leurs fichiers, qui peut donc être
        inutilisable : {list}. Donnez à chacune son mot dans la recette, postgres(…), mariadb(…) ou sqlite(…), et
        laissez ses fichiers de côté avec exclude:
    files.looked-at: {name} : {count} messages connus regardés de nouveau
    files.messages: mail : {count|# message|# messages}
    files.never-at-rest: jamais au repos en {passes} passages
    files.no-message: {component} : {id} ne contient aucun message : après la restauration il n'y aura plus de courrier
    files.no-such-path: {path} n'est pas dans cette sauvegarde de {component}
    files.no-such-path.fix: {program} ls ID liste ses composants ; {program} find NOM cherche dans toutes les
        sauvegardes.
    files.no-such-path.why: des noms proches sont {list}
    files.not-in-recipe: {component} : {name} est dans la sauvegarde mais pas dans la recette ; il n'est pas restauré
    files.nothing-missing: aucun message de {id} ne manque ; --replace remet la boîte comme elle était
    files.nothing-of-this: {id} ne contient rien pour {component}
    files.nothing-of-this.fix: {fix}
    files.leave-out: Écartez-le avec {flag}, ou choisissez une autre sauvegarde.
    files.choose-another: Choisissez une autre sauvegarde.
    files.only-path: {component} : seulement {path}, tel que dans la sauvegarde ; rien d'autre ne change
    files.other-kind: {component} : {name} ne peut pas être remplacé
    files.other-kind.why: c'est un dossier d'un côté et autre chose de l'autre, ici et dans la sauvegarde
    files.other-kind.fix: Déplacez-le, puis relancez la restauration.
    files.owners-lost: {component} : {count} entrées n'ont pas pu être rendues à leurs propriétaires ; seul root le peut
    files.path-behind-link: {path} passe par un lien vers {place}, qui n'est pas dans la copie de sécurité
    files.path-behind-link.fix: Utilisez --to DOSSIER et copiez-le depuis là.
    files.path-is-all: --path {path} désigne tout {component}
    files.path-is-all.fix: Restaurez sans --path, ou nommez un fichier ou un dossier qui s'y trouve.
    files.path-is-no-text: {path} a un nom qui n'est pas en UTF-8
    files.path-is-no-text.fix: Restaurez le dossier qui le contient, ou dans un autre dossier avec --to.
    files.path-missing: {name} : {path} est introuvable
    files.remarks: {name} : {shown}
    files.saved-otherwise: {component} : {id} le contient sous la forme {file}, qui n'est pas une archive de fichiers
    files.saved-otherwise.fix: Prenez la recette d'alors, ou restaurez-le à la main comme l'explique BackupFormat.
    files.saved-otherwise.why: la recette l'enregistrait par un autre mot
    files.set-id: elle est setuid ou setgid
    files.set-id-lost: {component} : restauré sans le bit setuid ou setgid : {list}
    files.source-missing: {list} est introuvable
    files.source-missing.fix: Montez-le ou corrigez la recette ; --no-… écarte un composant.
    files.staging-left: {component} : {folder} reste d'une restauration précédente
    files.staging-left.why: il peut contenir les données d'avant
    files.staging-left.fix: Regardez-le, puis déplacez-le.
    files.still-aside: {folder} n'est pas comme avant
    files.still-aside.why: ce qui s'y trouvait est dans {folder}/.garde-new-…
    files.still-aside.fix: Remettez-le à la main, ou restaurez la copie de sécurité.
    files.stop-writer: Autre chose y a écrit : une tâche cron, une synchronisation, un service que usedBy: ne nomme pas.
        Arrêtez-la, puis retapez la même commande. Tapez : lsof +D {list}
    files.stop-writer-2: {name}, processus {id}, y écrit. Arrêtez-le, puis retapez la même commande.
    files.tar-damaged: {component} : Archive corrompue
    files.tar-damaged.why: {why}
    files.tar-damaged.fix: Restaurez une sauvegarde plus ancienne.
    files.through-link: elle est sous ce qui n'est pas un dossier
    files.too-big-here: ce système de fichiers n'a pas de fichier de cette taille
    files.too-deep: elle est trop profonde
    files.too-large: il y a plus que les {expected} octets attendus
    files.too-long: son nom est trop long
    files.tree-differs: {component} : ce qui est en place n'est pas ce que contient la sauvegarde
    files.tree-differs.why: {why}
    files.tree-differs.fix: {fix}

    help.any-command: COMMANDE [OPTION]… [ARGUMENT]
    help.argument: SAUVEGARDE
    help.argument-accept: ID
    help.argument-adopt: [HÔTE:CHEMIN]
    help.argument-cat: SAUVEGARDE CHEMIN
    help.argument-compare: [SCRIPT]
    help.argument-completion: SHELL
    help.argument-find: MOTIF
    help.argument-help: [COMMANDE]
    help.argument-list: [URL|ID]
    help.argument-ls: [SAUVEGARDE] [CHEMIN]
    help.argument-verify: [SAUVEGARDE]
    help.commands: Commandes
    help.compare-done: le passage est sûr
    help.compare-failed: rien n'a pu être comparé
    help.compare-unsafe: quelque chose manque, et est nommé
    help.doctor-done: tout va bien
    help.doctor-failed: quelque chose ne va pas
    help.doctor-warned: avertissements seulement
    help.examples: Exemples
    help.exit-done: tout est fait
    help.exit-failed: échec ou refus
    help.exit-incomplete-find: une sauvegarde n'a pas pu être regardée
    help.exit-incomplete-restore: restauré, mais pas tout ce qui était demandé
    help.exit-incomplete: sauvegardé, mais pas tout ce qui était demandé
    help.exit-locked: une autre exécution tient le verrou
    help.exit-signal: arrêté par le signal n
    help.exit-codes: Codes de retour
    help.expectation: il faut un nombre entier, au moins {lowerBound}
    help.expectation-moment: il faut un moment, comme « 2024-03-15 10:15 » ; dans l'heure qui vient deux fois, comme
        2024-03-15T10:15:00+01:00
    help.expectation-number: il faut un nombre entier de {lowerBound} à {upperBound}
    help.expectation-boolean: il faut true, false, yes, no, 1 ou 0
    help.expectation-choice: il faut {choices}
    help.expectation-date: il faut un jour, une heure ou un identifiant, comme 2024-03-15, « 2024-03-15 02:00 » ou
        20240315_020000
    help.expectation-duration: il faut des secondes, ou un nombre suivi de s, m, h ou d, comme 600, 10m ou 6h
    help.expectation-path: il faut un chemin dont le ~ est écrit en toutes lettres, comme /root/backups : seul un shell sait ce qu'est ~
    help.expectation-text: il faut un texte
    help.false-as: false : comme 
    help.libpq: celles de libpq, en connexion directe
    help.list-copies: les copies d'un autre endroit
    help.list-mailboxes: les boîtes d'une sauvegarde, ou de latest
    help.may-be: {argument} peut être
    help.more: Pour en savoir plus sur l'une d'elles : {help} restore, ou {program} restore --help.
    help.options: Options
    help.purpose-accept: Accepte comme bonne une sauvegarde suspecte.
    help.purpose-adopt: Reprend les sauvegardes d'une autre plateforme, après un déménagement.
    help.purpose-backup: Sauvegarde la plateforme.
    help.purpose-cat: Affiche un fichier d'une sauvegarde.
    help.purpose-compact: Fait une sauvegarde complète d'un incrément et de sa chaîne.
    help.purpose-compare: Fait sauvegarder l'ancien backup.sh et la recette, et dit si c'est la même chose.
    help.purpose-completion: Affiche la complétion pour bash, zsh ou fish.
    help.purpose-doctor: Examine ce qu'il faut à une sauvegarde, clés et crontab comprises, et dit quoi taper.
    help.purpose-explain: Dit en clair ce qui est sauvegardé, où, pour combien de temps et pour quels yeux.
    help.purpose-find: Cherche fichiers, boîtes, tables et clés par leur nom dans toutes les sauvegardes.
    help.purpose-help: Explique une commande, ou les liste toutes.
    help.purpose-kit: Imprime de quoi repartir d'une machine nue.
    help.purpose-list: Liste les sauvegardes.
    help.purpose-ls: Liste le contenu d'une sauvegarde : ses composants, ou les fichiers d'un dossier.
    help.purpose-man: Affiche la page de manuel.
    help.purpose-notify: Essaie qui est prévenu de la fin des exécutions.
    help.purpose-prune: Supprime les anciennes sauvegardes.
    help.purpose-restore: Restaure tout ou partie d'une sauvegarde.
    help.purpose-schedule: Affiche les lignes de crontab ou les timers systemd qui tiennent les objectifs.
    help.purpose-status: Dit si les sauvegardes sont comme elles doivent être ; code 1 sinon.
    help.purpose-verify: Relit les sauvegardes et les contrôle.
    help.same-as: comme 
    help.saves: Ce programme sauvegarde et restaure : {list}.
    help.source-archive: un tel dossier en archive tar, avec gzip ou sans
    help.source-copy: une copie d'un autre endroit
    help.source-disk: la dernière bonne de chaque composant dans un autre dossier
    help.source-folder: le dossier d'une sauvegarde, où qu'il soit
    help.source-id: la sauvegarde de cet identifiant dans BACKUP_ROOT
    help.source-latest: la dernière bonne sauvegarde de chaque composant
    help.source-latest-copies: la dernière bonne copie de chaque composant, d'un autre endroit
    help.source-rclone: par rclone : les dernières bonnes copies, ou une par son id
    help.source-safety-copy: ce qu'une restauration a remplacé, dans BACKUP_ROOT
    help.source-until: sans argument, ou les copies d'un autre endroit
    help.usage: Utilisation
    help.variables: Variables d'environnement
    help.leave-out: Ignorer {what}
    help.do-not-restore: Ne pas restaurer {what}
    help.which-all: toutes les sauvegardes de cette plateforme
    help.which-copies: des copies ailleurs (--remote : REMOTE_DESTINATION)
    help.which-latest: la dernière sauvegarde de cette plateforme ; par défaut

    kit.backups: Sauvegardes :         {path}
    kit.copies: Copies :              {list}
    kit.never: jamais
    kit.on-bare: Sur une Debian nue, le disque qui contient les sauvegardes étant monté sur /mnt :
    kit.private-half-elsewhere:     sa moitié privée n'est pas sur cette machine, comme il se doit. Elle est gardée à : ____________
    kit.expires: expire : {day}
    kit.keys: 2. CLÉS QUI OUVRENT LES SAUVEGARDES
    kit.no-backup: aucune encore
    kit.no-keys: Aucune : elles ne sont pas chiffrées.
    kit.newest: Dernière sauvegarde : {backup}
    kit.nowhere-else: nulle part ailleurs
    kit.what-and-where: 1. QUOI ET OÙ
    kit.platform: Plateforme :          {path}
    kit.private-half-here: sa moitié privée EST SUR CETTE MACHINE : qui prend la machine lit les sauvegardes
    kit.program: Programme :           {path} (Garde {version})
    kit.title: KIT DE SECOURS  {name} sur {host}, {day}
    kit.keep-it: À imprimer et à garder loin de cette machine et de la clé privée. Il ne contient aucun secret.
    kit.with-garde: 3. RESTAURER AVEC GARDE
    kit.without-garde: 4. RESTAURER SANS GARDE, dans le dossier de la sauvegarde, ID étant son nom

    legacy.damaged: {name}, écrit par {path}, est illisible
    legacy.damaged.why: {why}
    legacy.damaged.fix: Lancez le script à la main, et lisez ce qu'il dit.
    legacy.encrypted: {path} a chiffré {name}, bien que ENCRYPT_BACKUP soit à false
    legacy.encrypted.why: personne ici ne peut lire ce qu'il contient
    legacy.encrypted.fix: Cherchez où il fixe ENCRYPT_BACKUP lui-même : grep -n ENCRYPT_BACKUP {word}
    legacy.errors: son manifest.json compte {count|# erreur|# erreurs}
    legacy.failed: {path} a échoué
    legacy.failed.why: {why}
    legacy.failed.fix: Lancez-le à la main, et réparez ce qu'il dit ; ses lignes sont aussi dans backup.log.
    legacy.foreign: {path} a écrit {name}, qui n'est pas un fichier des sauvegardes du guide
    legacy.foreign.why: personne ne sait ce qu'il contient
    legacy.foreign.fix: Sauvegardez-le par files("nom", "chemin") dans la recette, et retirez-le du script.
    legacy.increment: son manifest.json dit {type} : sans les sauvegardes d'avant, ce n'est pas tout
    legacy.is-garde: {path} est le lanceur de Garde, ou appelé par Garde
    legacy.is-garde.why: la sauvegarde s'appellerait elle-même
    legacy.is-garde.fix: Nommez le script d'avant : scripts/backup/backup.sh.before-garde
    legacy.lacks: {path} n'a rien écrit de {component}
    legacy.lacks.fix: Sauvegardez {component} par la recette, ou cherchez dans backup.log pourquoi le script l'omet.
    legacy.missing: il n'y a pas de script {path}
    legacy.missing.fix: Donnez son chemin depuis le dossier de la plateforme, comme scripts/backup/backup.sh.bash
    legacy.no-manifest: il n'y a pas de manifest.json, qu'il écrit en dernier
    legacy.not-executable: {path} n'est pas exécutable
    legacy.not-executable.fix: Tapez : chmod +x {path}
    legacy.nothing: {path} n'a écrit aucune sauvegarde dans son dossier
    legacy.nothing.why: son BACKUP_ROOT était un dossier neuf, où il n'y a aucune sauvegarde dans la forme du guide
    legacy.nothing.fix: Cherchez où il fixe BACKUP_ROOT lui-même : grep -n BACKUP_ROOT {word}
    legacy.reads-settings: {path} lit .env, qui fixe {names}
    legacy.reads-settings.why: il écrirait, enverrait ou annoncerait ce qu'il ne doit pas
    legacy.reads-settings.fix: Mettez-les en commentaire le temps qu'il faut, et exportez-les là où il en faut :
        {command}
    legacy.saves: {component} est sauvegardé par {path}
    legacy.sets: {path} fixe lui-même {names}
    legacy.sets.why: il écrirait, chiffrerait, enverrait ou préviendrait, quoi qu'on lui dise
    legacy.sets.fix: Écrivez-y {line}, pour qu'il prenne ce qu'on lui donne.
    legacy.several: {path} a écrit plus d'une sauvegarde
    legacy.several.why: {list}
    legacy.several.fix: Donnez-lui à la main un BACKUP_ROOT à lui, et voyez laquelle il ne devrait pas écrire.
    legacy.too-long: {path} a été arrêté : il durait plus de {limit}
    legacy.too-long.fix: Voyez dans backup.log où il s'est arrêté, ou donnez-lui plus de temps : legacy(…, timeLimit:
        .hours(12))
    legacy.unfinished: ce que {path} a écrit est inachevé
    legacy.unfinished.why: {why}
    legacy.unfinished.fix: Lancez-le à la main, et réparez ce qu'il dit ; ses lignes sont aussi dans backup.log.

    list.bad: verify l'a trouvée abîmée
    list.bad-of: ABÎMÉE : {list}
    list.broken: une sauvegarde dont elle dépend manque
    list.cut: un de ses fichiers manque ou est tronqué
    list.cut-2: FICHIER ABSENT OU TRONQUÉ : {list}
    list.future: dans le futur selon cette horloge
    list.incomplete: incomplète : {count}
    list.lacking: incomplète
    list.lacking-of: incomplète : {list}
    list.made-by: de {name}
    list.other-subject: d'une autre base, ou d'un autre dossier, sous ce nom
    list.window: {name} : peut être restauré à tout moment du {first} au {last} (--until)
    list.without-manifest: {name} n'a pas de manifeste : ni latest ni la rotation ne la prennent ; verify {name} la lit,
        restore {name} la restaure
    list.orphan: orphelin : {what}
    list.suspect: suspecte et non acceptée
    list.suspect-of: suspect : {list}
    list.unsaved: son exécution n'a pas pu le sauvegarder
    list.unsaved-of: non sauvegardé : {list}
    list.without-rows: sans les lignes de {list}

    lock.held: une autre exécution est en cours : {holder}
    lock.held.fix: Attendez qu'elle finisse ; LOCK_WAIT dit combien de temps une exécution patiente.
    lock.waits-for-lock: attente d'une autre exécution : {holder}

    look.brings-keys-back: pour récupérer ces clés : {command}
    look.brings-back: pour récupérer le premier : {command}
    look.full: complète
    look.increment: incrément
    look.increment-of: incrément de {id}
    look.is-folder: {path} est un dossier
    look.is-folder.fix: Tapez : {command}
    look.is-link: {path} est un lien vers {target}
    look.is-link.fix: Affichez plutôt ce fichier.
    look.is-no-file: {path} n'est pas un fichier
    look.keys: {count|# clé|# clés}
    look.messages: {count|# message|# messages}
    look.no-rows: sans lignes
    look.no-such-component: il n'y a pas de composant {component}
    look.no-such-component.fix: {program} ls latest les liste.
    look.no-tree: {component} de {id} ne contient pas de fichiers
    look.no-tree.fix: {program} ls {id} {component} liste ce qu'il contient.
    look.not-read: le contenu de {component} ne peut pas être listé sur cette machine
    look.not-read.why: sa sauvegarde n'est pas un dump que les outils d'ici savent lire
    look.not-saved: aucune sauvegarde de cette plateforme ne contient {component}
    look.not-saved.fix: {program} list montre ce que chacune contient.
    look.nothing-found: rien ne s'appelle {pattern} dans {count|la seule sauvegarde|les # sauvegardes} de cette plateforme
    look.nothing-found-so-far: rien ne s'appelle {pattern} dans les sauvegardes qui ont pu être lues
    look.nothing-found-so-far.fix: Corrigez ce que disent les avertissements, puis cherchez de nouveau.
    look.nothing-found.fix: Mettez le motif entre apostrophes, et essayez-en un plus court, comme '*site*'.
    look.rows: {count|# ligne|# lignes}
    look.several: {path} est dans plusieurs composants : {list}
    look.several.fix: Mettez le composant devant, par exemple config/{path}
    look.stored: {size} stockés
    look.unchanged: inchangé depuis {id}
    look.without-log: {component} : compté dans son dump ; les changements depuis sont dans le journal et ne sont
        pas comptés
    look.without-rows: {component} : la sauvegarde a la définition, et pas les lignes, de {list}

    mail.about: {name} : {why}
    mail.attributes-taken: a perdu ses attributs
    mail.bad: {id} est abîmée
    mail.bad-mailbox: --mailbox {text}
    mail.bad-mailbox.why: il faut utilisateur@domaine, un chemin sous le dossier des mails, ou un dossier de l'un ou
        l'autre
    mail.changed-much: trop de changements
    mail.dbox: mdbox et sdbox n'ont pas d'incréments : leurs fichiers changent et contiennent plusieurs messages
    mail.first: il n'y a pas d'index d'une sauvegarde précédente
    mail.increment-of: {component} : incrément de {parent}, base {base}
    mail.index-damaged: l'index est abîmé
    mail.index-of-another: l'index appartient à {id}, qui n'est plus là telle quelle
    mail.long: ses incréments contiennent {bytes}, sa sauvegarde complète {base}
    mail.mailbox-without-mail: --mailbox a besoin des mails
    mail.mailbox-without-mail.why: la recette n'en sauvegarde pas, ou --no-mail les écarte
    mail.mailbox-behind-link: {path} mène à {place}, que la copie de sécurité ne contient pas
    mail.mailbox-behind-link.fix: Retirez --replace : les messages manquants reviennent, aucun ne part. Ou mettez
        d'abord le dossier à la place du lien.
    mail.new-base: {component} : sauvegarde entière, nouvelle base : {why}
    mail.no-backup: il n'y a pas de sauvegarde précédente
    mail.no-mailboxes: {id} n'a pas de maildir
    mail.no-maildir: {name} n'est pas un maildir
    mail.no-maildir.why: les messages ne reviennent un par un que dans un maildir
    mail.no-maildir.fix: --replace la remet comme elle était.
    mail.no-such-folder: la sauvegarde n'a pas de dossier {name}
    mail.no-such-folder.why: cette boîte a INBOX, {list}
    mail.no-such-mailbox: la sauvegarde n'a pas de boîte {name}
    mail.no-such-mailbox.why: {why}
    mail.no-such-mailbox.fix: {program} list ID --mailboxes les montre toutes, comme --mailbox les prend.
    mail.mailboxes-there: elle a {list}
    mail.old: la dernière a {days} jours
    mail.only-mailbox: de tous les mails, seulement {name}, remplacé
    mail.only-missing-messages: de tous les mails, seulement {name} : les messages manquants reviennent, rien d'autre ne
        change
    mail.other-kind: était un dossier, ou en est devenu un
    mail.other-place: la dernière est celle de {path}
    mail.overlapping: l'un de ses chemins passe par un lien et mène dans un autre
    mail.replace-without-mailbox: --replace dit comment restaurer --mailbox
    mail.replace-without-mailbox.fix: Ajoutez --mailbox utilisateur@domaine, ou retirez-la.
    mail.several-mailboxes: {name} désigne plusieurs boîtes de la sauvegarde
    mail.several-mailboxes.why: {why}
    mail.several-mailboxes.fix: Donnez à --mailbox l'un de ces chemins.
    mail.shrank: de {before} fichiers il en reste {now}
    mail.suspect: {id} est suspecte et personne ne l'a acceptée
    mail.unreadable: est illisible

    man.description: Description
    man.does: sauvegarde et restauration d'une plateforme
    man.env-file: Peut aussi être dans .env.
    man.environment: Environnement
    man.file-backup: une sauvegarde : une archive ou un dump par composant
    man.file-env: les réglages de la plateforme, lus et jamais exécutés
    man.file-log: ce que chaque exécution a dit
    man.file-manifest: ce que contient une sauvegarde, avec ses empreintes
    man.files: Fichiers
    man.manual: Sauvegarde et restauration
    man.name: Nom
    man.precedence: Une option l'emporte sur l'environnement, puis sur .env, la recette et la valeur par défaut.
    man.scripts: Les scripts backup.sh et restore.sh appellent {name} backup et {name} restore.
    man.synopsis: Synopsis

    mariadb.accounts-kept: ces comptes existent déjà, avec un autre mot de passe ou d'autres réglages que dans la
        sauvegarde, et restent comme ils sont : {list}
    mariadb.accounts-not-saved: les comptes du serveur de {name} ne sont pas sauvegardés
    mariadb.accounts-not-saved.why: {why}
    mariadb.accounts-not-saved.fix: Passez par l'administrateur : MARIADB_ROOT_PASSWORD, et MARIADB_ROOT_USER s'il
        n'est pas root.
    mariadb.beside-exists: il y a déjà une base {database}
    mariadb.beside-exists.fix: Choisissez un autre nom, ou supprimez d'abord celle-là.
    mariadb.beside-name: {database} ne peut pas être le nom d'une base
    mariadb.beside-name.why: un nom a de 1 à 64 caractères, et pas d'espace à la fin
    mariadb.beside-name.fix: Choisissez un autre nom, par exemple shop_check
    mariadb.broken-views: ces vues montrent ce qui n'existe plus, et ne sont pas sauvegardées : {list}
    mariadb.broken-views-go: ces vues montrent ce qui n'existe plus et disparaissent avec la restauration ; seule la
        sauvegarde peut les ramener, une restauration annulée ne le peut pas : {list}
    mariadb.busy: une table de la base reste occupée
    mariadb.busy.why: {why}
    mariadb.busy.fix: Arrêtez ce qui s'en sert ; SHOW PROCESSLIST; le nomme : {session}
    mariadb.client-missing: les programmes mariadb et mariadb-dump ne sont pas installés
    mariadb.client-missing.fix: Tapez : apt install mariadb-client
    mariadb.cut-short: le dump est tronqué
    mariadb.cut-short.why: sa dernière ligne manque
    mariadb.differs: la base {database} ne contient pas ce que la sauvegarde contient
    mariadb.differs.why: {list}
    mariadb.dump-missing: la sauvegarde n'a pas de dump de {name}
    mariadb.events-off: les événements de la nouvelle base sont désactivés, pour que rien ne soit fait deux fois : {list}
    mariadb.history-lost: l'historique de ces tables versionnées n'est pas sauvegardé, seulement leurs lignes
        d'aujourd'hui, car il y faut un serveur et un mariadb-dump 10.11 : {list}
    mariadb.is-back: {database} est de retour : {tables|# table|# tables}, {rows|# ligne|# lignes},
        comptées avant l'échange
    mariadb.is-other: ce serveur n'est pas MariaDB
    mariadb.is-other.why: c'est {version}
    mariadb.is-other.fix: Sauvegardez-le par command(…) et ses propres programmes.
    mariadb.left-behind: les tables de la base {live} peuvent être dans {old}, si elle existe : RENAME TABLE les
        ramène ; déclencheurs, événements, routines et vues de {live} sont dans la copie de sécurité. Si {new} existe :
        DROP DATABASE `{new}`;
    mariadb.may-not-make: {user} ne peut pas restaurer de base
    mariadb.may-not-make.why: une nouvelle se crée à côté, et il lui manque sur tout le serveur : {rights}
    mariadb.may-not-make.fix: Passez par l'administrateur : MARIADB_ROOT_PASSWORD, et MARIADB_ROOT_USER s'il n'est
        pas root.
    mariadb.newer-dump: la sauvegarde vient d'un MariaDB plus récent que ce serveur
    mariadb.newer-dump.why: elle est de {dump}, et ce serveur est en {server}
    mariadb.newer-dump.fix: Restaurez dans {dump} ou plus récent, ou essayez avec --force : en cas d'échec, la base
        reste comme elle est.
    mariadb.no-room: espace disque insuffisant pour la nouvelle base
    mariadb.no-room.why: {place} a {have}, il en faut {need}
    mariadb.no-room.fix: Tapez : df -h
    mariadb.no-such-database: MariaDB n'a pas de base {name}
    mariadb.no-such-database.why: il a {list}
    mariadb.no-such-database.fix: Mettez dans MARIADB_DATABASE une de celles-là.
    mariadb.no-table: la base {database} n'a pas de table
    mariadb.not-named: personne ne dit quelle base est visée
    mariadb.not-named.why: le serveur a {list}
    mariadb.not-named.fix: Définissez MARIADB_DATABASE, ou nommez-la dans la recette : mariadb(database: "…")
    mariadb.not-of-one-moment: {count|# table n'est pas sauvegardée|# tables ne sont pas sauvegardées} à un seul
        instant, leur moteur étant sans transactions : {list}. ALTER TABLE … ENGINE=InnoDB; y remédie
    mariadb.not-staged: rien n'est préparé pour {name}
    mariadb.option-files: des fichiers d'options de {program} changent ce qu'il sauvegarde
    mariadb.option-files.why: ils règlent {list}, et le programme ne dit pas le mot de passe qui est à côté
    mariadb.option-files.fix: Ôtez ces lignes de my.cnf (mysqld --help --verbose dit où il est), ou installez
        mariadb-client, qui n'en demande pas tant.
    mariadb.packet: la sauvegarde contient une instruction plus longue que ce serveur n'en accepte
    mariadb.packet.why: elle a {bytes}, et max_allowed_packet vaut {limit}
    mariadb.packet.fix: Tapez en SQL : SET GLOBAL max_allowed_packet = 1073741824;
    mariadb.password: MariaDB ne nous laisse pas entrer
    mariadb.password.why: {why}
    mariadb.password.fix: Définissez MARIADB_ROOT_PASSWORD, et MARIADB_ROOT_USER si ce n'est pas root, puis essayez :
        {session}
    mariadb.referred: des tables d'autres bases renvoient à celles de {database}
    mariadb.referred.why: leurs clés étrangères suivraient les anciennes tables : {list}
    mariadb.referred.fix: Supprimez ces clés (ALTER TABLE … DROP FOREIGN KEY …;), restaurez, et recréez-les.
    mariadb.refused: MariaDB refuse
    mariadb.refused.why: {why}
    mariadb.rights: il manque un droit sur le serveur MariaDB
    mariadb.rights.why: {why}
    mariadb.rights.fix: Passez par l'administrateur : MARIADB_ROOT_PASSWORD, et MARIADB_ROOT_USER s'il n'est pas
        root.
    mariadb.rights-left-out: {count|# instruction refusée|# instructions refusées} pour des comptes, souvent parce
        que leur objet n'est pas ici : {list}
    mariadb.short-numbers: une sauvegarde écrit les nombres de type FLOAT avec six chiffres : ceux-ci reviennent
        arrondis. Passez-les en DOUBLE : {list}
    mariadb.starting: le conteneur est encore en train de créer un nouveau serveur MariaDB
    mariadb.starting.fix: Réessayez dans une minute.
    mariadb.unknown-database: MariaDB ne connaît pas la base
    mariadb.unknown-database.why: {why}
    mariadb.unknown-database.fix: Mettez dans MARIADB_DATABASE une de celles que nomme SHOW DATABASES; : {session}
    mariadb.unreachable: MariaDB ne répond pas
    mariadb.unreachable.why: {why}
    mariadb.unreachable.fix: Voyez s'il tourne, et où : {session}
    mariadb.unsaved: aucune recette ne sauvegarde ces bases du serveur : {list}
    mariadb.view-left-out: la vue {name} n'a pas été restaurée
    mariadb.view-left-out.why: {why}
    mariadb.view-left-out.fix: Quand ce qu'elle montre est là, tapez en SQL : {command}
    mariadb.without-rows-needed: {component} : après une restauration, des lignes sauvegardées renverront à des lignes
        laissées de côté, car un dump se charge sans regarder les clés étrangères : {list}. Laissez aussi de côté les
        lignes de ces tables, ou d'aucune

    notify.accepted: {name} : accepté
    notify.address-not-ascii: aucun courrier ne part vers ou depuis {address}
    notify.address-not-ascii.why: avant le @, il a des lettres hors ASCII, que la plupart des serveurs refusent
    notify.address-not-ascii.fix: Donnez une autre adresse de cette boîte, comme son alias sans accents.
    notify.answered: la réponse est {code}
    notify.backup: Sauvegarde : {id} ({kind}), {size}, {took}
    notify.certificate-refused: le certificat du serveur n'est pas reconnu ici
    notify.certificate-refused.why: {why}
    notify.certificate-refused.fix: Placez son autorité dans /usr/local/share/ca-certificates/NOM.crt et tapez :
        update-ca-certificates ; ou indiquez son fichier dans CURL_CA_BUNDLE.
    notify.curl-missing: curl n'est pas installé
    notify.curl-missing.fix: Tapez : apt install curl
    notify.ending-recovered: sauvegarde de nouveau réussie
    notify.ending-done: sauvegarde réussie
    notify.ending-ended: sauvegarde ARRÊTÉE par un signal
    notify.ending-failed: sauvegarde EN ÉCHEC
    notify.ending-found: {command} A TROUVÉ DES DÉFAUTS
    notify.ending-incomplete: sauvegarde INCOMPLÈTE
    notify.ending-locked: sauvegarde NON FAITE, une autre tient le verrou
    notify.ending-well: tout va de nouveau bien d'après {command}
    notify.full: complète
    notify.increment: incrémentielle
    notify.is-off: {word} inactif : {variable} n'est pas définie
    notify.log: Journal : {path}
    notify.look-at-address: Vérifiez l'adresse dans la recette ou sa variable, puis retapez la commande.
    notify.metrics-not-written: métriques non écrites ({file}) : {why}
    notify.next: Une fois corrigé, tapez : {command}
    notify.no-address: adresse impossible
    notify.no-address.fix: Elle commence par {schemes}
    notify.no-answer: pas de réponse en {limit}
    notify.no-sendmail: il n'y a pas de sendmail ici
    notify.no-sendmail.fix: Définissez SMTP_URL, comme smtp://relais.example.com, ou tapez : apt install msmtp-mta
    notify.nobody-is-told: personne n'est prévenu de la fin des exécutions
    notify.nobody-is-told.fix: Définissez ALERT_EMAIL ou SLACK_WEBHOOK_URL, ou ajoutez notify(…) à la recette.
    notify.not-to-all: le serveur de courrier a refusé certaines adresses
    notify.not-to-all.why: {why}
    notify.not-to-all.fix: Corrigez-les ou retirez-les. Les autres ont la lettre.
    notify.not-told: notification non envoyée ({name}) : {why}
    notify.nothing-saved: Début {readable}, {took} ; aucune sauvegarde n'est faite
    notify.platform: Plateforme : {root}
    notify.redirected: la réponse est {code}, vers un autre endroit de {server}
    notify.redirected.fix: Indiquez l'adresse que le service affiche lui-même, et laissez son proxy la servir sans
        connexion
    notify.saved: Sauvegardé : {list}
    notify.saved-one: {name} {size}
    notify.subject: {recipe} sur {host} : {end}
    notify.test: {recipe} sur {host} : ceci est un essai
    notify.test-line: Les sauvegardes de {root} vous diront ici comment elles se terminent.
    notify.test-only: notify n'envoie rien par lui-même
    notify.test-only.fix: Tapez : {command}
    notify.told: notification envoyée ({name})
    notify.unanswered: envoyée, mais restée sans réponse : elle est peut-être arrivée, et n'est pas renvoyée
    notify.unanswered.why: {why}
    notify.would-tell: enverrait à {name}

    option.abandon: Abandonner une restauration qui ne peut finir ; dire ce qui reste
    option.alert-email: Adresse mail pour les notifications
    option.alert-from: Expéditeur de ces mails
    option.alert-webhook-url: Webhook qui reçoit la même chose en JSON
    option.allow-settings: Régler max_slot_wal_keep_size là où PostgreSQL n'a pas de limite, pour les incréments
    option.app-version: Version pour le manifeste, sans git
    option.at: Avec --plan : comme si l'on était ce jour-là
    option.backup-root: Répertoire de stockage des backups
    option.backup-type: Type : full ou incremental
    option.bandwidth-limit: Débit maximal des copies, en ko par seconde
    option.cluster: Tout le cluster PostgreSQL, dans ce dossier vide, et rien d'autre
    option.compose-file: Fichiers Compose (et toutes les COMPOSE_*)
    option.compress-level: Niveau gzip (1-9)
    option.copy-program: Garder le programme à côté des sauvegardes et de leurs copies, dans garde/
    option.cores: Nombre maximal de processeurs d'une exécution
    option.decrypt-backup: Déchiffrer les fichiers GPG
    option.dry-run: Mode simulation
    option.encrypt-backup: Activer le chiffrement GPG
    option.force: Forcer (écraser .env)
    option.gpg-passphrase: Passphrase GPG
    option.gpg-passphrase-file: Fichier dont la première ligne est la passphrase
    option.gpg-recipient: Destinataire GPG, ou plusieurs séparés par des virgules
    option.heartbeat-url: Surveillance par ping (healthchecks.io)
    option.help: Afficher cette aide
    option.json: Sortie pour les programmes
    option.keys: Clés de Redis de ce motif, dans le serveur en marche ; répétable
    option.language-default: locale, recette
    option.language: Messages dans cette langue : fr ou en
    option.lock-wait-default: 6h, 10m en incrémentiel
    option.lock-wait: Attente maximale d'une autre exécution
    option.mailbox: Seulement utilisateur@domaine[/Dossier], ou chemin : ce qui manque revient
    option.mailboxes: Montrer les boîtes d'une sauvegarde, comme --mailbox les prend
    option.mariadb-database: Base de MariaDB
    option.mariadb-host: Hôte de MariaDB
    option.mariadb-port: Son port
    option.mariadb-root-password: Mot de passe de l'administrateur de MariaDB
    option.mariadb-root-user: Administrateur de MariaDB, s'il n'est pas root
    option.mariadb-socket: Socket Unix de MariaDB, au lieu d'un hôte
    option.metrics-file: Fichier pour Prometheus, écrit après chaque exécution
    option.nice: Priorité d'une exécution selon nice(1), de 0 à 19
    option.only: Seulement ces composants, séparés par des virgules
    option.part-certs: les certificats
    option.part-config: la configuration
    option.part-force: un .env existant sera écrasé
    option.part-mail: les mails
    option.part-postgres: PostgreSQL
    option.part-redis: Redis
    option.path: Seulement ce fichier ou dossier, remis à sa place
    option.plan: Montrer ce qui reste, ce qui part et pourquoi
    option.platform-default: selon le fichier compose
    option.platform: Où sont les serveurs, compose ou here
    option.platform-root-default: déduite du lanceur
    option.platform-root: Racine de la plateforme
    option.postgres-db: Nom de la base
    option.postgres-db-file: Fichier qui contient le nom de la base
    option.postgres-password: Son mot de passe
    option.postgres-password-file: Fichier qui contient le mot de passe
    option.postgres-user: Utilisateur de la base
    option.postgres-user-file: Fichier qui contient l'utilisateur
    option.quiet: Mode silencieux
    option.recheck: Incrément : regarder tous les fichiers, pas une part
    option.redis-host: Hôte de Redis
    option.redis-password: Son mot de passe
    option.redis-port: Port de Redis
    option.redis-socket: Son socket Unix, à la place
    option.redis-tls: Parler TLS avec Redis
    option.redis-tls-ca-file: Certificat de son autorité
    option.redis-tls-cert-file: Notre certificat
    option.redis-tls-key-file: Sa clé
    option.redis-username: Utilisateur Redis (ACL)
    option.remote: Regarder les copies distantes : REMOTE_DESTINATION, ou l'URL donnée
    option.remote-destination: Destination distante : s3://bucket/chemin ou nom:chemin
    option.replace: Remettre cette boîte comme elle était
    option.retention-days: Jours de rétention
    option.retention-monthly: Mois qui gardent leur dernier backup complet
    option.retention-weekly: Semaines qui gardent leur dernier backup complet
    option.skip: Tous les composants sauf ceux-ci, séparés par des virgules
    option.skip-confirmation: Ignorer les confirmations
    option.slack-webhook-url: Webhook Slack pour les notifications
    option.smtp-url: Serveur qui les prend, sinon sendmail
    option.start-services: Ne pas redémarrer les services
    option.stop-services: Ne pas arrêter les services
    option.storage-class: Classe de stockage S3 des copies
    option.sync-remote: Activer la sync distante
    option.systemd: Afficher services et timers systemd au lieu de lignes pour crontab -e
    option.table: Cette table PostgreSQL dans un schéma à côté, sans toucher à l'autre
    option.tell: Signaler une fois ce qui est trouvé, et une fois que tout va de nouveau bien
    option.test: Envoyer un essai à tous ceux qui seraient prévenus
    option.to: Dans ce dossier vide, sans toucher aux données en service
    option.to-database: Une base sous ce nouveau nom (SQLite : un fichier) ; l'autre reste
    option.until: Tout tel qu'à ce moment : « 2024-03-15 10:15 »
    option.verbose: Mode verbeux
    option.version: Afficher la version
    option.yes: Supprimer même beaucoup à la fois, ou sans bonne sauvegarde récente

    postgres.base-differs: la sauvegarde de base n'est pas ce que dit son propre manifeste
    postgres.base-differs.why: {path} manque ou diffère. Relancez la sauvegarde ; si cela se répète, cherchez un défaut de
        disque avec dmesg
    postgres.base-has-rows: {component} : la base des incréments, et les incréments, ont ces lignes ; l'export d'une
        sauvegarde complète ne les a pas
    postgres.base-has-tablespaces: la copie physique a ses propres tablespaces, qu'aucun autre serveur ne peut utiliser
    postgres.base-has-tablespaces.fix: Restaurez une sauvegarde complète.
    postgres.base-missing: la sauvegarde dont part cet incrément de {name} ne contient pas de copie physique
    postgres.base-missing.fix: Choisissez une autre sauvegarde.
    postgres.belongs-to-superuser: le contenu de la sauvegarde appartient à {list}, à qui seul un superutilisateur peut
        donner quelque chose : {user} ne l'est pas
    postgres.belongs-to-superuser.fix: Restaurez en tant que {owner}, dans POSTGRES_USER ; ou donnez à {user} ce qui est
        à {owner} avant la prochaine sauvegarde (ALTER … OWNER TO). Ne faites pas de {user} un membre de {owner} : ce
        serait en faire un superutilisateur.
    postgres.beside-exists: il y a déjà une base {database}
    postgres.beside-exists.fix: Choisissez un autre nom, ou supprimez d'abord celle-là.
    postgres.beside-name: {database} ne peut pas être le nom d'une base
    postgres.beside-name.fix: Choisissez un autre nom, comme shop_check
    postgres.beside-name.why: un nom a de 1 à 63 octets
    postgres.beside-not-allowed: {user} n'a pas le droit de créer des bases
    postgres.beside-not-allowed.fix: Tapez en superutilisateur : ALTER ROLE {user} CREATEDB; – ou mettez dans
        POSTGRES_USER un rôle qui en a le droit.
    postgres.broken-wal: le journal de transactions a un trou
    postgres.broken-wal.why: {path} ne suit pas {after}
    postgres.chain-ended: {component} : les incréments s'arrêtent à {parent}
    postgres.chain-ended.why: {why}
    postgres.chain-ended.fix: Les instants entre {parent} et cette sauvegarde ne peuvent pas être restaurés ; tout ce
        qui existe maintenant est dans cette sauvegarde.
    postgres.client-missing: aucun pg_dump pour un serveur PostgreSQL {value}
    postgres.clients-write: {database} a {count|une autre session|# autres sessions} : {list}. Ce qu'elles écrivent à
        partir de la copie de sécurité est perdu : ce n'est ni dans cette copie ni dans ce qui est restauré. Arrêtez-les
        avant une restauration
    postgres.cluster-folder: {folder} n'est pas vide
    postgres.cluster-folder.fix: Nommez un autre dossier, ou déplacez ce qui s'y trouve.
    postgres.cluster-restored: le cluster est dans {folder}. Démarrez PostgreSQL {major} dessus
    postgres.container-of-other-major: la sauvegarde est de PostgreSQL {major}, le conteneur de {service} est en
        PostgreSQL {own}
    postgres.container-of-other-major.why: seule la version qui a écrit un incrément sait le lire
    postgres.container-of-other-major.fix: Démarrez {service} depuis une image de PostgreSQL {major} ; ou restaurez une
        sauvegarde complète.
    postgres.database-named-by-shell: on ne sait pas quelle base est voulue : POSTGRES_DB vaut {own} dans .env, et
        PGDATABASE vaut {other} dans l'environnement
    postgres.database-named-by-shell.fix: Retirez PGDATABASE du crontab ou du profil ; ou définissez POSTGRES_DB à côté
    postgres.database-named-twice: on ne sait pas quelle base est voulue : POSTGRES_DB vaut {own} dans .env, et {other}
        dans le conteneur de {service}
    postgres.database-named-twice.fix: Définissez POSTGRES_DB dans la ligne du crontab ou l'environnement ; ou accordez
        .env et ce qui tourne
    postgres.database-named-twice.why: le conteneur a été fait avec d'autres réglages que ceux de .env
    postgres.holds-other-database: {name} : la sauvegarde contient la base {saved}, qui remplacerait {target}
    postgres.hole-clock: l'horloge du serveur a été reculée : {now} vient après {before}
    postgres.hole-differs: le journal de transactions du serveur n'est pas celui sur lequel la dernière sauvegarde s'est
        terminée ({name} diffère), comme après la remise en place d'une image de disque
    postgres.hole-no-room: le journal de transactions demande {need} dans {path}, qui a {have}
    postgres.hole-no-slot: le slot de réplication {slot} n'existe plus ; Patroni supprime ceux que son ignore_slots ne
        nomme pas
    postgres.hole-not-received: le journal de transactions depuis la dernière sauvegarde n'a pas été reçu : {why}
    postgres.hole-removed: le serveur a supprimé du journal de transactions que le slot de réplication {slot} devait garder
    postgres.hole-rewound: le journal de transactions du serveur finit à {now}, avant la fin de la dernière sauvegarde, {end}
    postgres.hole-segments: la taille des segments WAL du serveur a changé
    postgres.hole-slot-taken: le slot de réplication {slot} est utilisé par quelqu'un d'autre
    postgres.hole-system: c'est un autre serveur (identifiant système {now}, c'était {before})
    postgres.hole-tablespace: le journal de transactions crée un tablespace dans {place}, ce qu'aucun serveur à part ne
        peut suivre
    postgres.hole-timeline: le serveur est sur la ligne de temps {now}, c'était {before}, comme après une bascule ou une
        restauration
    postgres.hole-unreadable: le journal de transactions est illisible : {why}
    postgres.kind-foreign: une table étrangère
    postgres.kind-materialized: une vue matérialisée
    postgres.kind-sequence: une séquence
    postgres.kind-view: une vue
    postgres.no-client: {what}
    postgres.no-client.fix: Tapez : {command}
    postgres.no-base: {component} : sauvegardé en dump complet seul, sans base pour des incréments
    postgres.no-base.why: {why}
    postgres.no-base.fix: Le dump est complet, et se restaure comme tout autre.
    postgres.client-tools-missing: les outils clients de PostgreSQL manquent
    postgres.database: Mettez dans POSTGRES_DB une de celles-ci : {list}
    postgres.database-not-named: rien ne dit quelle base est la bonne, et le serveur en a plusieurs
    postgres.database-not-named.why: {why}
    postgres.database-not-named.fix: Mettez dans POSTGRES_DB l'une d'elles.
    postgres.database-closed: la base {name} n'accepte pas de connexions
    postgres.database-closed.fix: Tapez en SQL, dans la base postgres : ALTER DATABASE {identifier} ALLOW_CONNECTIONS
        true;
    postgres.database-not-open: {name} n'accepte pas de connexions
    postgres.database-of-another: la base {database} appartient à {owner}, {user} n'a pas le droit de la remplacer
    postgres.database-of-another.fix: Mettez {owner} ou un superutilisateur dans POSTGRES_USER, ou tapez en
        superutilisateur : {command}
    postgres.database-replaced: {name} n'est pas la base qui a été restaurée : autre chose en a créé ou renommé une
        depuis
    postgres.do-not-move: il faut une seconde base, car ceci ne se met pas de côté : {list}
    postgres.do-not-move.fix: Mettez dans POSTGRES_USER un rôle qui a CREATEDB. Si la base peut s'en passer, tapez en
        SQL : DROP {names};
    postgres.dump-cut-short: le dump est incomplet
    postgres.dump-cut-short.why: pg_restore n'est pas allé au bout
    postgres.dump-is-newer: le dump vient de PostgreSQL {dump}, le serveur est PostgreSQL {server}
    postgres.dump-is-newer.fix: Restaurez dans un serveur de version {dump} ou plus récente.
    postgres.dump-missing: la sauvegarde ne contient pas de dump de {name}
    postgres.dump-unreadable: le dump de la base est illisible
    postgres.dump-unreadable.why: {why}
    postgres.dump-unreadable.fix: {fix}
    postgres.newer-dump: Il vient d'un pg_dump plus récent : installez ce postgresql-client, ou restaurez
        dans un serveur plus récent.
    postgres.choose-another: Choisissez une autre sauvegarde.
    postgres.event-trigger-left-out: le déclencheur sur événement {name} a été laissé de côté
    postgres.event-trigger-left-out.fix: Faites-le recréer par un superutilisateur.
    postgres.exchanges: {user} n'a pas le droit de créer des bases : la restauration va dans {database} même, en une
        transaction ; ce que {user} y possède est mis de côté jusqu'à la fin (schémas garde_before_…), et il faut au
        serveur la place des deux. Les extensions, les droits sur les schémas et ce qui est à d'autres restent tels
        quels
    postgres.extension-rows-stay: les lignes des tables propres aux extensions restent celles de la base, celles de la
        sauvegarde sont laissées de côté : {list}
    postgres.extensions-of-superuser: {user} n'a pas le droit de créer ces extensions du dump dans une base neuve :
        {list}
    postgres.extensions-of-superuser.fix: Restaurez en superutilisateur, dans POSTGRES_USER.
    postgres.extensions-of-the-owner: des extensions du dump manquent à la base, et {user} n'a pas le droit de les
        créer : {list}
    postgres.extensions-of-the-owner.fix: {fix}
    postgres.no-increments: {component} : seules des sauvegardes entières sont possibles : {why}
    postgres.no-position: la dernière sauvegarde n'a pas de base que le journal de transactions pourrait continuer
    postgres.no-restore-point: le serveur n'a pas créé le point de restauration {name}
    postgres.no-such-table: cette sauvegarde n'a pas de table {name}
    postgres.no-such-table.why: {why}
    postgres.no-such-table.fix: Pour chercher dans toutes les sauvegardes, tapez : {command}
    postgres.not-a-table: {name} est {what}
    postgres.not-a-table.why: une sauvegarde n'en contient pas de lignes
    postgres.not-a-table.fix: Pour tout restaurer dans une autre base, tapez : {command}
    postgres.other-slots: le serveur garde du journal de transactions pour d'autres slots de réplication de Garde : {names}.
        Ceux de plateformes disparues : {sql}
    postgres.pgbackrest-exclude-data: excludeData: ne va pas avec pgBackRest, qui sauvegarde tout le cluster
    postgres.pgbackrest-exclude-data.fix: Retirez l'un des deux.
    postgres.rest-constraints: contraintes
    postgres.rest-foreign-keys: clés étrangères
    postgres.rest-indexes: index
    postgres.rest-numbering: numérotation par une séquence, des colonnes
    postgres.rest-owner: propriétaire
    postgres.rest-rights: droits de
    postgres.rest-row-security: sécurité par ligne, avec ses règles
    postgres.rest-rules: règles
    postgres.rest-triggers: triggers
    postgres.shrank: les tables de la base avaient {before} pages, elles en ont {now}
    postgres.similar-tables: elle contient {list}
    postgres.slot-stays: le slot de réplication {slot} n'a pas pu être supprimé et retient toujours du journal de
        transactions : {why}. Tapez {sql}
    postgres.slot-taken: pas de sauvegarde de base
    postgres.slot-taken.why: le slot de réplication {slot} est utilisé. S'il n'est à personne, tapez {sql} et relancez la
        sauvegarde
    postgres.slots-limited: {component} : max_slot_wal_keep_size vaut maintenant {size} (--allow-settings). Pour revenir en
        arrière, tapez ALTER SYSTEM RESET max_slot_wal_keep_size; SELECT pg_reload_conf();
    postgres.strange-wal: pas un journal de transactions
    postgres.strange-wal.why: {path} n'est pas un segment entier de PostgreSQL
    postgres.table-copy: {name} : pour y remettre ce qui manque, exécutez-y ce SQL : {sql}
    postgres.table-drop: pour supprimer la copie, exécutez-y ce SQL : {sql}
    postgres.table-heirs: {name} est restaurée sans les lignes des tables qui en héritent : {list}
    postgres.table-heirs.fix: Restaurez aussi celles-là avec --table, {first} par exemple, ou le tout avec
        --to-database.
    postgres.table-lacks: {name} est restaurée sans des lignes que cette sauvegarde ne contient pas : celles de
        {list}
    postgres.table-lacks.fix: Cherchez-les dans une sauvegarde plus ancienne.
    postgres.table-look: pour voir, exécutez ce SQL dans la base {database} : {sql}
    postgres.table-no-rights: {user} ne peut pas créer de schéma dans {database}
    postgres.table-no-rights.fix: Faites taper par son propriétaire ou un superutilisateur : {command}
    postgres.table-not-alone: {name} ne peut pas être restaurée seule
    postgres.table-not-alone.why: elle tient des colonnes d'un type ou d'une table dont elle hérite
    postgres.table-not-alone.fix: Pour tout restaurer dans une autre base, tapez : {command}
    postgres.table-plain: {name} revient en une seule table ordinaire, alors qu'elle avait des partitions, ou en était
        une. Pour la retrouver telle quelle, prenez-la dans la base entière : {command}
    postgres.table-plan: {name} : {rows|# ligne|# lignes}, {size}, vers la nouvelle table {target} de la base
        {database}
    postgres.table-refused: PostgreSQL n'a pas pris la table, et rien n'a été modifié
    postgres.table-refused.why: {why}
    postgres.table-refused.fix: S'il y manque un type ou une fonction, restaurez tout dans une autre base :
        {command}
    postgres.table-rest: {name} : non restauré : {what} : {list}
    postgres.table-several: {name} est le nom de plusieurs tables
    postgres.table-several.why: {list}
    postgres.table-several.fix: Nommez-en une avec son schéma.
    postgres.table-twice: {other} fait partie de {one}, ou l'inverse
    postgres.table-twice.fix: Ne nommez que l'une des deux : une table partitionnée revient avec les lignes de toutes
        ses partitions.
    postgres.table-twins: {one} et {other} auraient le même nom
    postgres.table-twins.fix: Restaurez-les l'une après l'autre.
    postgres.table-without-rows: les lignes de {name} ne sont pas dans cette sauvegarde
    postgres.table-without-rows.why: elle ne contient que la définition de {list}
    postgres.table-without-rows.fix: Cherchez-les dans une sauvegarde plus ancienne ; excludeData: dans la recette
        laisse des lignes de côté.
    postgres.two-bases: deux ont déjà été faites en un jour ; la prochaine vient une fois le jour passé, ou avec --type full
    postgres.type-in-sql-after: Donnez à ses fonctions ce qu'il leur faut (ALTER FUNCTION … SET search_path = …;), puis
        tapez en SQL : 
    postgres.type-in-sql: Tapez en SQL : 
    postgres.unlogged: {component} : les tables UNLOGGED reviennent vides des incréments : {names}
    postgres.view-without-data: la vue matérialisée {name} est revenue sans ses données
    postgres.index-left-out: l'index {name} n'est pas revenu
    postgres.large-objects-stay: les large objects ne s'échangent pas sans une seconde base
    postgres.large-objects-stay.fix: Mettez dans POSTGRES_USER un rôle qui a CREATEDB.
    postgres.left-behind: la base {live} peut être fermée ; tapez en SQL, dans la base postgres : ALTER DATABASE {live}
        ALLOW_CONNECTIONS true; – si {old} existe, c'est l'ancienne ; si {new} existe, c'est la restaurée : DROP
        DATABASE {new};
    postgres.load-with-search-path: Si une fonction le cherche par search_path, chargez à la main dans une nouvelle base
        NEW : {command}
    postgres.little-room: {place} a {free} libres ; une base de ce dump peut en prendre jusqu'à {need}. Si elle n'y
        tient pas, tout reste en l'état
    postgres.loads-alone: {place} ne peut pas contenir le dump décompressé ({need}) : un seul processus le charge, plus
        lentement. Pour voir la place, tapez : {command}
    postgres.log-again: {component} : le journal n'est pas arrivé, nouvelle demande dans {seconds} s : {why}
    postgres.log-cut-short: le journal s'est arrêté trop tôt
    postgres.log-cut-short.why: {first} à {last} ne sont pas arrivés en entier
    postgres.log-makes-tablespace: le journal de transactions crée un tablespace ({list}) : un serveur temporaire qui le
        suit écrirait dans les fichiers de celui qui tourne
    postgres.log-makes-tablespace.fix: Restaurez une sauvegarde complète, ou un moment d'avant cet incrément.
    postgres.log-not-received: {component} : sauvegardé en dump complet, car le journal depuis {parent} n'est pas arrivé
    postgres.log-not-received.why: {why}
    postgres.log-not-received.fix: Rien n'est perdu : le serveur garde le journal, et la prochaine exécution repart de
        {parent}. Si elle échoue aussi, tapez en SQL : SELECT pid, usename, application_name, state FROM
        pg_stat_replication; et vérifiez que pg_hba.conf a une ligne pour replication.
    postgres.log-stays-away: {component} : sauvegardé en dump complet, car le journal depuis {parent} ne peut être reçu
    postgres.log-stays-away.why: {why}
    postgres.log-stays-away.fix: Cela ne passera peut-être pas tout seul : le serveur répond, et un WAL sender est
        libre. Il garde le journal, donc rien n'est perdu ; d'ici la réparation chaque exécution est un dump complet.
        Tapez ce qui montre si la réplication est admise : {session} – et la place pour le journal : {room}
    postgres.may-not-dump: le rôle de la sauvegarde n'a pas le droit de lire toute la base
    postgres.may-not-dump.fix: {fix}
    postgres.may-not-dump.why: {why}
    postgres.may-not-give: le contenu de la sauvegarde appartient à {list}, dont {user} n'est pas membre
    postgres.may-not-give.fix: Tapez en superutilisateur : {command}
    postgres.may-not-make-databases: {user} n'a pas le droit de créer des bases
    postgres.may-not-make-databases.fix: Mettez dans POSTGRES_USER un superutilisateur ou l'administrateur du serveur
        infogéré, ou tapez sous ce rôle : ALTER ROLE {userFix} CREATEDB;
    postgres.may-not-make-roles: {user} n'a pas le droit de créer des rôles
    postgres.may-not-make-roles.fix: {fix}
    postgres.may-not-make-schemas: {user} n'a le droit de créer ni des bases ni des schémas dans {database}
    postgres.may-not-make-schemas.fix: {fix}
    postgres.missing-extensions: des extensions manquent au serveur : {list}
    postgres.missing-extensions.fix: Installez leurs paquets.
    postgres.not-preloaded: le dump a besoin d'extensions dont PostgreSQL charge les bibliothèques au démarrage : {list}
    postgres.not-preloaded.fix: Fixez shared_preload_libraries = '{value}' dans postgresql.conf ou dans la commande du
        conteneur, et redémarrez PostgreSQL.
    postgres.cron-place: {name} ne peut être créée qu'en passant par une base nommée {database}, qui existe déjà
    postgres.cron-place.fix: Renommez-la le temps de la restauration : ALTER DATABASE {database} RENAME TO …;
    postgres.cron-stopped: pg_cron n'exécute plus les tâches de {database} : son processus s'est arrêté avec les sessions de
        cette base
    postgres.cron-stopped.fix: Redémarrez PostgreSQL.
    postgres.timescale-superuser: le dump contient des tables de TimescaleDB, que seul un superutilisateur peut
        restaurer ; {user} n'en est pas un
    postgres.timescale-superuser.fix: Restaurez en superutilisateur, dans POSTGRES_USER.
    postgres.timescale-version: le dump contient des tables de TimescaleDB {version}, que ce serveur n'a pas
    postgres.timescale-version.fix: Démarrez le serveur avec cette version (image {image}), restaurez, puis mettez-la à
        jour : ALTER EXTENSION timescaledb UPDATE;
    postgres.missing-locale: le serveur n'a pas la locale {name}
    postgres.missing-locale.why: {why}
    postgres.missing-locale.fix: Tapez : dpkg-reconfigure locales, puis redémarrez PostgreSQL
    postgres.missing-roles: le dump demande des rôles qui ne sont ni ici ni dans la sauvegarde : {list}
    postgres.missing-roles.fix: Tapez en SQL : {command}
    postgres.missing-tablespaces: des tablespaces manquent au serveur : {list}
    postgres.missing-tablespaces.fix: Tapez en SQL : {command}
    postgres.name-of-two-lines: le nom de la base contient un saut de ligne, et les outils de PostgreSQL ne restaurent
        pas dans une telle base : {name}
    postgres.name-of-two-lines.fix: Tapez en SQL, dans une autre base : {command} Puis mettez le nouveau nom dans
        POSTGRES_DB.
    postgres.newer-client: PostgreSQL {server} est sauvegardé par les outils de PostgreSQL {client} : seuls des outils
        aussi récents liront le dump. Tapez : {command}
    postgres.no-roles-file: la sauvegarde ne contient pas de rôles : ceux du serveur restent tels quels
    postgres.no-room: Espace disque insuffisant
    postgres.no-room.why: {place} a {have} Mio, il en faut {need}
    postgres.no-room.fix: Tapez : df -h
    postgres.no-server-of-major: PostgreSQL {major}, qui a écrit cette sauvegarde, n'est pas installé
    postgres.no-server-of-major.why: seule la version qui a écrit un incrément sait le lire
    postgres.no-server-of-major.fix: Tapez : {command} – ou restaurez une sauvegarde complète.
    postgres.no-such-database: PostgreSQL n'a pas de base {name}
    postgres.no-such-database.why: il a {list}
    postgres.no-such-database.fix: Mettez dans POSTGRES_DB une de celles-là.
    postgres.no-table: la base {database} n'a aucune table
    postgres.nobody-said-where: S'il est sur une autre machine, mettez PGHOST=… (et PGPORT) devant la commande ou dans la
        crontab : .env, qui est à l'application, n'est pas lu pour cela. Pour voir s'il répond, tapez : {command}
    postgres.not-a-base: la copie physique n'est pas le dossier de données d'un serveur PostgreSQL
    postgres.not-a-base.fix: Choisissez une autre sauvegarde.
    postgres.not-analyzed: la nouvelle base n'a pas encore de statistiques : {failure}. Tapez : vacuumdb --analyze-only
    postgres.not-exchanged: le dump n'a pas pu être chargé
    postgres.not-exchanged.why: {why}
    postgres.not-exchanged.fix: {fix}
    postgres.not-exchanged.fix-1: Arrêtez ce qui est connecté ; voyez en SQL : SELECT * FROM pg_stat_activity;
    postgres.not-in-recovered: la base {database} n'existait pas quand la sauvegarde a été faite
    postgres.not-in-recovered.why: la sauvegarde contient {list}
    postgres.not-in-recovered.fix: Mettez dans POSTGRES_DB une de celles-là.
    postgres.not-loaded: le dump n'a pas pu être chargé
    postgres.not-loaded.why: {why}
    postgres.not-loaded.fix: {fix}
    postgres.not-recovered: la base n'a pas pu être reconstituée jusqu'au point voulu
    postgres.not-recovered.why: {why}
    postgres.not-recovered.fix: Choisissez une sauvegarde antérieure : la complète dont part celle-ci n'a pas besoin de
        WAL.
    postgres.nothing-staged: aucune nouvelle base de {name} n'est prête
    postgres.old-database-gone: la base que {name} était avant la restauration a disparu
    postgres.old-database-gone.fix: Restaurez la copie de sécurité.
    postgres.others-in-the-way: des tables et vues gênantes ne sont pas à {user} : {list}
    postgres.others-in-the-way.fix: {fix}
    postgres.own-role-kept: le rôle {user}, avec lequel la restauration se connecte, garde ses attributs
    postgres.parameter-left-out: un réglage de la sauvegarde a été laissé de côté : {failure}
    postgres.password: Définissez POSTGRES_PASSWORD avec le mot de passe de {user}, puis essayez : {session}
    postgres.pgbackrest-check: pgBackRest ne peut pas sauvegarder la stanza {stanza}
    postgres.pgbackrest-check.fix: Tapez : {command}
    postgres.pgbackrest-check.why: {why}
    postgres.pgbackrest-failed: pgBackRest a échoué sur la stanza {stanza}
    postgres.pgbackrest-failed.fix: Tapez : {command}
    postgres.pgbackrest-failed.why: {why}
    postgres.pgbackrest-gone: le dépôt de pgBackRest n'a plus la sauvegarde {label} de la stanza {stanza}
    postgres.pgbackrest-gone.fix: Voyez ce qu'il a, et réglez repo1-retention-full sur autant que Garde en garde : {command}
    postgres.pgbackrest-incremental: postgres(incremental: true, engine: .pgBackRest) sauvegarde deux fois le journal de transactions
    postgres.pgbackrest-incremental.fix: Retirez incremental: true. pgBackRest archive lui-même le journal.
    postgres.pgbackrest-kept: pgBackRest {stanza} : {count} sauvegardes, de {first} à {last}, journal archivé jusqu'à {segment}
    postgres.pgbackrest-log: le serveur a des tablespaces que la sauvegarde {label} n'a pas : {list}
    postgres.pgbackrest-log.fix: Restaurez-la sur une autre machine : {command}
    postgres.pgbackrest-log.why: un serveur temporaire qui suit le journal au-delà écrirait dans leurs fichiers
    postgres.pgbackrest-made-full: {component} : pgBackRest n'avait rien sur quoi bâtir et a fait une sauvegarde complète, {label}
    postgres.pgbackrest-missing: pgBackRest n'est pas installé
    postgres.pgbackrest-missing.fix: Tapez : apt-get install pgbackrest
    postgres.pgbackrest-no-stanza: pgBackRest n'a pas de sauvegarde utilisable de la stanza {stanza}
    postgres.pgbackrest-no-stanza.fix: Tapez : {command}
    postgres.pgbackrest-no-stanza.why: {why}
    postgres.pgbackrest-not-inside: le conteneur de {service} n'a pas pgbackrest
    postgres.pgbackrest-not-inside.fix: Prenez une image qui l'a, ou retirez engine: .pgBackRest.
    postgres.pgbackrest-not-named: postgres(engine: .pgBackRest(stanza:)) ne nomme aucune stanza
    postgres.pgbackrest-not-named.fix: Nommez celle que pgbackrest info liste.
    postgres.pgbackrest-other-cluster: la stanza {stanza} est d'une autre instance que celle que nomme la recette
    postgres.pgbackrest-other-cluster.fix: Nommez la stanza de cette instance : {command}
    postgres.pgbackrest-other-cluster.why: son identifiant système est {known}, celui du serveur {system}
    postgres.pgbackrest-pages: pgBackRest a trouvé des pages aux sommes de contrôle fausses dans la sauvegarde {label}
    postgres.pgbackrest-pages.fix: Tapez : {command}
    postgres.pgbackrest-record-strange: ce qui a été lu n'est pas ce que pgBackRest dit d'une sauvegarde
    postgres.pgbackrest-record-strange.fix: Restaurez une autre sauvegarde.
    postgres.pgbackrest-tablespaces: la sauvegarde {label} a des tablespaces, qui ne se restaurent pas à part : {list}
    postgres.pgbackrest-tablespaces.fix: Restaurez-la à la main : {command}
    postgres.pooler: C'est un répartiteur de connexions, comme PgBouncer, qui ne transmet pas d'options : une
        restauration se connecte au serveur lui-même. Mettez dans PGHOST et PGPORT ceux du serveur, non ceux du
        répartiteur.
    postgres.prepared-transactions: des transactions préparées tiennent la base : {list}
    postgres.prepared-transactions.fix: Terminez chacune par COMMIT PREPARED ou ROLLBACK PREPARED {names}.
    postgres.publication-left-out: la publication {name} n'est pas à nous : il y manque des tables que la restauration a
        apportées
    postgres.publication-left-out.fix: {fix}
    postgres.publications-stay: les publications que {user} n'a pas le droit de modifier restent, sans les tables
        apportées : {publications}
    postgres.recovered-shut: le serveur reconstitué n'a aucun de ces rôles comme superutilisateur qui puisse se
        connecter : {list}
    postgres.recovered-shut.fix: Mettez dans POSTGRES_USER un superutilisateur qui existait quand la sauvegarde a été faite.
    postgres.recovers: {name} : un serveur temporaire reconstitue la base telle qu'à {id}
    postgres.recovery-runs: une autre exécution reconstitue une base dans {path}
    postgres.recovery-runs.fix: Attendez qu'elle soit terminée.
    postgres.recovery-stays: {path} n'a pas pu être enlevé, et le serveur temporaire y tourne peut-être encore :
        {failure}. La prochaine sauvegarde ou restauration l'enlève
    postgres.refused: PostgreSQL a refusé
    postgres.refused.why: {why}
    postgres.relies-on-search-path: une restauration devra peut-être se passer des données de ces vues matérialisées, ou
        de ces index, car leurs fonctions dépendent de search_path : {list}. Tapez en SQL, pour chaque fonction : {cure}
    postgres.replication-slots: des slots de réplication logique tiennent la base : {list}
    postgres.replication-slots.fix: {fix}
    postgres.restore-as-superuser: Restaurez en superutilisateur, dans POSTGRES_USER.
    postgres.role-settings-kept: des réglages de rôles diffèrent de ceux de la sauvegarde ; le serveur garde les siens :
        {list}
    postgres.role-settings-refused: {user} n'a pas le droit de donner ces réglages de rôles, qui ne sont pas
        restaurés : {list}
    postgres.role-settings-unsafe: des réglages avec lesquels des sessions pourraient ne pas s'ouvrir, ou être celles d'un
        autre rôle, ne sont pas restaurés. Tapez-les après la restauration : {command}
    postgres.role-stays: un rôle créé par la restauration reste : {failure}
    postgres.roles-cut-short: la liste des rôles est incomplète
    postgres.roles-cut-short.why: pg_dumpall n'est pas allé au bout
    postgres.roles-left-out: le fichier des rôles contient {count} instructions étrangères aux rôles, laissées de côté :
        {names}
    postgres.roles-not-replaced: les rôles existants gardent leurs mots de passe : seul un superutilisateur peut les
        lire et les remplacer
    postgres.roles-not-saved: {name} : les rôles ne sont pas sauvegardés, la base l'est
    postgres.roles-not-saved.why: {why}
    postgres.roles-not-saved.fix: {fix}
    postgres.roles-not-text: le fichier des rôles n'est pas du texte
    postgres.roles-not-text.fix: Choisissez une autre sauvegarde.
    postgres.roles-refused: {user} n'a pas le droit de donner aux rôles tout ce qu'ils ont dans la sauvegarde. Tapez en
        superutilisateur : {command}
    postgres.roles-skipped: le fichier des rôles parle de rôles qu'il ne crée pas et que le serveur n'a pas : {names}
    postgres.roles-stay: {user} n'a pas le droit de créer des rôles : ceux du serveur restent tels quels
    postgres.roles-without-passwords: les rôles sont sauvegardés sans leurs mots de passe : {user} ne peut pas lire
        pg_authid, comme sur les serveurs infogérés. S'il existe un superutilisateur, mettez-le dans POSTGRES_USER
    postgres.room-unknown: la place libre du serveur de base de données n'est pas visible d'ici
    postgres.rows-differ: la base ne contient pas ce que le dump contient
    postgres.rows-differ.why: {why}
    postgres.rules: Réglez PGSSLMODE (et PGSSLROOTCERT) selon le pg_hba.conf du serveur, puis essayez : {session}
    postgres.schemas-shut: {user} n'a pas le droit de créer des tables dans ces schémas du dump : {list}
    postgres.schemas-shut.fix: {fix}
    postgres.server-is-standby: ce serveur PostgreSQL est un secondaire
    postgres.server-is-standby.fix: Restaurez dans son serveur primaire.
    postgres.sessions-of-others: des sessions de {list} tiennent la base, et {user} n'a pas le droit de les terminer
    postgres.sessions-of-others.fix: Arrêtez ce qui est connecté, ou tapez en superutilisateur : {command}
    postgres.sessions-stay: des sessions dans {list} ne se terminent pas
    postgres.sessions-stay.fix: Voyez en SQL : SELECT * FROM pg_stat_activity;
    postgres.settings-stay: réglages, commentaire et droits de la base {database} elle-même restent tels quels
    postgres.shared-sessions: ce qu'une session règle dans la base {database} atteint d'autres sessions : un
        répartiteur de connexions, comme PgBouncer avec pool_mode = transaction, est entre les deux. pg_dump vide
        search_path pour sa propre session : les requêtes de la plateforme risquent ensuite de ne plus trouver leurs
        tables. Mettez dans PGHOST et PGPORT ceux du serveur, non ceux du répartiteur.
    postgres.slot-is-idle: Tapez en SQL : {command}
    postgres.slot-is-read: Arrêtez d'abord ce qui le lit ({reader}), puis tapez en SQL : {command}
    postgres.slow: Voyez ce qui occupe le serveur : {session} -c 'SELECT * FROM pg_stat_activity'
    postgres.socket: Définissez PGHOST=127.0.0.1 et POSTGRES_PASSWORD, ou lancez ceci avec l'utilisateur {user} de la
        machine.
    postgres.subscription-is-off: l'abonnement {name} revient désactivé. Tapez en SQL : {enable} Puis, à part :
        {refresh} Il manquera alors ce que
        le publieur a modifié depuis la sauvegarde ; pour l'avoir, videz ses tables par TRUNCATE et mettez copy_data =
        true. Si le publieur a perdu le slot, tapez d'abord chez lui : {make}
    postgres.subscriptions: la base est abonnée à d'autres : {list}
    postgres.subscriptions.fix: Tapez en SQL : {command}
    postgres.table-relies-on-search-path: tables dont la restauration sera peut-être refusée, car des fonctions de leurs
        contraintes ou colonnes calculées dépendent de search_path : {list}. Tapez en SQL, pour chaque fonction : {cure}
    postgres.tables-missing: {names} tables du dump manquent
    postgres.tables-missing.why: {why}
    postgres.text: PostgreSQL n'est pas accessible
    postgres.text.why: {why}
    postgres.text.fix: {fix}
    postgres.together: {database} ne peut pas être restaurée ici
    postgres.together.why: {why}
    postgres.too-few-locks: {tables} tables et index sont trop pour une transaction de ce serveur, qui a {room} verrous
    postgres.too-few-locks.fix: Augmentez max_locks_per_transaction, ou mettez dans POSTGRES_USER un rôle qui a
        CREATEDB.
    postgres.trigger-may-refuse: Si un déclencheur sur événement de la base l'a refusé ({list}), faites taper à un
        superutilisateur : {command}
    postgres.typed: Tapez : {command}
    postgres.typed-2: Faites taper à un superutilisateur : {command}
    postgres.unsaved-databases: aucune recette ne sauvegarde ces bases du serveur : {list}
    postgres.user-and-password: Donnez dans POSTGRES_USER et POSTGRES_PASSWORD un rôle du serveur et son mot de passe, puis
        essayez : {session} -U …
    postgres.use-administrator: Mettez dans POSTGRES_USER un superutilisateur ou l'administrateur du serveur infogéré.
    postgres.wal-minimal: wal_level vaut minimal. Tapez ALTER SYSTEM SET wal_level = 'replica'; et redémarrez PostgreSQL
    postgres.wal-rights: le rôle {user} n'en a pas le droit. En tant qu'administrateur du serveur, dans la base {database}, tapez {sql}
    postgres.wal-senders: max_wal_senders vaut 0. Tapez ALTER SYSTEM SET max_wal_senders = 10; et redémarrez PostgreSQL
    postgres.wal-slots: aucun slot de réplication n'est libre. Tapez ALTER SYSTEM SET max_replication_slots = 20; et
        redémarrez PostgreSQL
    postgres.wal-standby: le serveur est un secondaire
    postgres.wal-tablespaces: l'instance a des tablespaces à elle ({names})
    postgres.wal-too-old: le serveur est antérieur à PostgreSQL 13
    postgres.wal-unlimited: rien ne limite le journal de transactions que garde un slot de réplication, si bien qu'il
        pourrait remplir le disque quand les sauvegardes échouent. Tapez ALTER SYSTEM SET max_slot_wal_keep_size = '{size}';
        SELECT pg_reload_conf(); ou lancez une fois backup.sh avec --allow-settings
    postgres.warnings: ce qui appartenait à {owners} appartiendra à {user}, qui n'en est pas membre
    postgres.warnings-2: les droits de rôles absents, ou qui ne sont pas à nous, sont laissés de côté : {grantees}
    postgres.warnings-3: les déclencheurs sur événement, réservés au superutilisateur, sont laissés de côté : {triggers}
    postgres.without-rows-needed: {component} : une restauration sera refusée si des lignes sauvegardées renvoient à
        des lignes laissées de côté : {list}. Laissez aussi de côté les lignes de ces tables, ou d'aucune

    program.from-copies: Depuis une copie, avec le programme pris dans son dossier garde/ :
    program.not-placed: le programme n'a pas pu être gardé dans {path} : {why}
    program.not-sent: le programme n'a pas pu être envoyé vers {url} : {why}
    program.placed: le programme de cette exécution est gardé dans {path}
    program.sent: le programme a été envoyé vers {url}
    program.title: LE CHEMIN DU RETOUR  {name} sur {host}, Garde {version}

    prune.cannot-merge: {disk} ne sait pas donner un second nom à un fichier, ou échanger deux dossiers : les incréments n'y
        sont pas réunis
    prune.days: {count} j
    prune.from-future: {name} est à plus de deux heures dans le futur : elle reste et ne compte pas. Vérifiez l'horloge
    prune.future: plus de deux heures dans le futur
    prune.goes-into: {id} reprend ce qu'elle contient
    prune.held: aucune ancienne sauvegarde n'est supprimée
    prune.held.why: {why}
    prune.held.fix: {fix}
    prune.holds-more: c'est un lien, ou elle contient des dossiers
    prune.folders-inside: {name} serait supprimée, mais contient des dossiers, ou est un lien : déplacez-les
    prune.incomplete: la dernière sauvegarde, {id}, est incomplète
    prune.left-to: pas de rotation tant qu'une autre exécution travaille : {holder}
    prune.make-whole-first: Faites-en d'abord une entière. Tapez : {command}
    prune.last-good: une des trois dernières complètes bonnes
    prune.locked: verrouillée là où elle est
    prune.merged: {id} : ce que {count|# incrément|# incréments} d'avant contenaient de {names} y est désormais
    prune.month: dernière complète de son mois
    prune.needed: {id} s'appuie dessus
    prune.newest-copies: une des deux dernières copies de sécurité
    prune.not-merged: {id} : les incréments d'avant restent : {why}
    prune.not-rotated: les anciennes sauvegardes ne sont pas toutes supprimées
    prune.not-rotated.why: {why}
    prune.not-after-incomplete: aucune ancienne sauvegarde n'est supprimée après une exécution incomplète
    prune.of-day: dernière de son jour
    prune.of-hour: dernière de son heure
    prune.old-copy: ancienne copie de sécurité
    prune.old-increment: incrément sur lequel rien ne s'appuie
    prune.on-day:  le {day}
    prune.on-later-day:  le {day}, si de bonnes sauvegardes continuent
    prune.outlived: pas la dernière complète d'une semaine ou d'un mois qui compte
    prune.reason-of: {names} : {reason}
    prune.removed: {name} supprimée, {age} jours : {reason}
    prune.rotated: rotation dans {place} : {removed|# supprimée|# supprimées}, {stay|# conservée|# conservées}
    prune.rules: {place}{when} : {daily} jours, {weekly} semaines, {monthly} mois
    prune.stale: la dernière bonne a plus de 8 jours
    prune.held-stale: rien de ce qui contient {component} n'est supprimé : sa dernière bonne sauvegarde a plus de 8
        jours
    prune.stay-apart: {id} : les incréments d'avant restent, une seule archive ne pouvant dire ce qu'ils font
    prune.stranger: faite par {who}, non comptée
    prune.suspect: suspecte et non acceptée : {list}
    prune.held-suspect: Vérifiez qu'elle contient tout. Si oui, tapez : {command} – sinon, supprimez son dossier
    prune.too-many: {count} partiraient d'un coup, {limit} au plus le peuvent : l'horloge, ou un réglage, est peut-être
        faux
    prune.look-at-plan: Regardez prune --plan. Si c'est normal, tapez : {command}
    prune.verdict-goes: part
    prune.verdict-held: retenue
    prune.verdict-stays: reste
    prune.week: dernière complète de sa semaine
    prune.would-remove: supprimerait {name}, {age} jours : {reason}
    prune.young: {days} jours au plus

    recipe.empty: {part} de {word} est vide
    recipe.empty.fix: Écrivez ce qui doit y être
    recipe.exclude-data-nothing: {component} : excludeData: {pattern} ne correspond à aucune table
    recipe.exclude-data-nothing.why: {why}
    recipe.exclude-data-nothing.fix: Écrivez-le comme dans la base : "table", ou "schema.table" hors de public.
    recipe.exclude-nothing: exclude: "{pattern}" ne désigne rien
    recipe.exclude-nothing.fix: Écrivez un nom ou un chemin, comme "*.tmp" ou "cache/".
    recipe.exclude-path: exclude: "{pattern}" ne désigne rien : un motif part de {path}
    recipe.exclude-path.fix: Écrivez "{below}".
    recipe.fingerprint: « {digits} » n'est pas une empreinte entière
    recipe.fingerprint.why: elle n'a pas 40 chiffres hexadécimaux
    recipe.fingerprint.fix: Copiez-la de : gpg --fingerprint
    recipe.heartbeat-hears-all: un heartbeat ne prend pas de on:
    recipe.heartbeat-hears-all.why: un seul ping omis donnerait l'alarme
    recipe.heartbeat-hears-all.fix: Retirez on:
    recipe.legacy-incremental: legacy ne peut pas sauvegarder {name} par incréments
    recipe.legacy-incremental.why: ce qu'un ancien script écrit est complet
    recipe.legacy-incremental.fix: Retirez incremental: true, ou {name} de legacy.
    recipe.legacy-not-of-guide: {script} ne peut pas sauvegarder {name}
    recipe.legacy-not-of-guide.why: le script du guide connaît postgres, redis, mail, config et certificates, sous ces
        noms
    recipe.legacy-not-of-guide.fix: Écrivez {name} hors de legacy.
    recipe.legacy-twice: {name} est sauvegardé par la recette, et par {script}
    recipe.legacy-twice.fix: Retirez l'un des deux.
    recipe.level: compress(level: {level}) n'est pas un niveau de gzip
    recipe.level.fix: Écrivez de 1 (rapide) à 9 (petit)
    recipe.name: aucun composant ne peut s'appeler « {name} »
    recipe.name.why: ses fichiers commencent par ce nom
    recipe.name.fix: Utilisez a à z, 0 à 9, _ et -, une lettre ou un chiffre d'abord, et pas manifest
    recipe.nice: resources(nice: {nice}) n'est pas une priorité plus basse que d'habitude
    recipe.nice.fix: Écrivez de 0 (comme d'habitude) à 19 (après tout le reste)
    recipe.nothing-to-save: la recette ne sauvegarde rien
    recipe.nothing-to-save.fix: Ajoutez ce qu'il faut sauvegarder, par exemple postgres() ou files("website",
        "/srv/www")
    recipe.password-in-server: une recette ne contient jamais de mot de passe
    recipe.password-in-server.fix: Écrivez through: .environment("SMTP_URL") et définissez cette variable
    recipe.path: {component} ne peut utiliser le chemin « {path} »
    recipe.path.fix: Écrivez-le depuis / ou depuis la racine de la plateforme, sans .. ni ~
    recipe.remote: « {url} » n'est pas une destination distante
    recipe.remote.fix: Écrivez s3://bucket/prefix, ou nom:chemin avec un nom que montre rclone listremotes
    recipe.repeated-name: deux composants s'appellent {name}
    recipe.repeated-name.fix: Donnez un autre nom à l'un des deux, par exemple postgres("second", …) ou files("second",
        …)
    recipe.repeated-path: la recette sauvegarde plusieurs fois {path}
    recipe.repeated-path.fix: Ne le laissez que dans un composant
    recipe.repeated-service: deux services s'appellent {name}
    recipe.repeated-service.fix: N'en laissez qu'un
    recipe.repeated-source: {one} et {other} sont les mêmes données
    recipe.repeated-source.fix: N'en laissez qu'un, ou dites dans l'autre ce qu'il est : database: "…", in: "…"
    recipe.repeated-word: la recette dit plusieurs fois {word}
    recipe.repeated-word.fix: N'en laissez qu'un
    recipe.share: suspectBelow: {share} de {component} n'est pas une part
    recipe.share.fix: Écrivez de 0 (jamais suspect) à 1, par exemple suspectBelow: 0.5
    recipe.stops-its-place: {name} s'exécute dans {service}, que usedBy: arrête pendant sa restauration
    recipe.stops-its-place.fix: Retirez {service} de usedBy:
    recipe.taken-name: aucun composant ne peut s'appeler {name}
    recipe.taken-name.why: {other} a un fichier de ce nom
    recipe.taken-name.fix: Choisissez un autre nom
    recipe.too-few: {written} n'est pas assez
    recipe.too-few.fix: Écrivez au moins {least}
    recipe.unset: {word} a besoin de {variable}, qui n'est pas définie
    recipe.unset.fix: Définissez-la, ou écrivez sa valeur dans la recette

    redis.address-not-ours: aucun second Redis ne peut écouter sur {address}
    redis.address-not-ours.why: c'est là que Redis voit cette machine, d'où il doit copier
    redis.address-not-ours.fix: Lancez ceci sur une machine que Redis atteint sans traduction d'adresse.
    redis.aof-not-saved: les fichiers AOF ne sont pas sauvegardés, le RDB l'est : {why}
    redis.aof-unreadable: {path} est illisible
    redis.aof-unreadable.why: {why}
    redis.cannot-be-put-back: cette sauvegarde ne pourra pas être remise dans ce Redis : il refuse CONFIG et REPLICAOF
        ({said}). ACL utile : +config +replicaof +psync
    redis.client-missing: redis-cli manque
    redis.client-missing.fix: Tapez : apt install redis-tools
    redis.cluster: ce Redis est un nœud de cluster
    redis.cluster.fix: Nœud seul sans ses slots : redis-cli CLUSTER ADDSLOTS $(seq 0 16383). Plus grand cluster :
        redis-cli --cluster backup HÔTE:PORT DOSSIER
    redis.cluster.why: il connaît {nodes} nœuds, qui servent {slots} des 16 384 slots : seul celui qui les sert tous a
        toutes les clés
    redis.copies: Redis copiera ses clés d'un second serveur qui tourne ici un moment : {why}
    redis.does-not-copy: Redis ne copie pas la sauvegarde
    redis.does-not-copy.why: il n'atteint pas {address}:{port}, où sa copie attend (master_link_status {status})
    redis.does-not-copy.fix: Regardez son journal, et le pare-feu entre les deux.
    redis.does-not-start: Redis ne démarre pas ({service})
    redis.does-not-start.why: {why}
    redis.does-not-start.fix: Regardez son journal.
    redis.dump-cut-short: le fichier RDB de la sauvegarde est incomplet
    redis.dump-damaged: {path} n'est pas un fichier RDB entier
    redis.dump-damaged.fix: Prenez une autre sauvegarde.
    redis.elsewhere: les fichiers de Redis ne sont pas sur cette machine
    redis.elsewhere.why: le serveur tourne ailleurs, ou son processus n'est pas visible d'ici
    redis.elsewhere.fix: Lancez la sauvegarde en root à côté du serveur, ou par Compose (PLATFORM=compose).
    redis.folder-elsewhere: le dossier {folder} de Redis n'est pas sur cette machine
    redis.folder-elsewhere.why: le serveur qui répond tourne ailleurs, ou dans un conteneur
    redis.folder-elsewhere.fix: Lancez ceci là où tourne Redis ; dans un conteneur, dites-le : redis(in: "service").
    redis.encryption: Mettez dans REDIS_TLS_CA_FILE le certificat de son autorité, ou retirez REDIS_TLS s'il n'a pas
        TLS.
    redis.encryption-2: Mettez REDIS_TLS=yes s'il ne parle qu'en TLS, avec REDIS_TLS_CA_FILE.
    redis.evicted: Redis évince des clés restaurées : {count} déjà
    redis.evicted.why: maxmemory est inférieur à ce qu'il leur faut
    redis.evicted.fix: Donnez-lui plus (redis-cli CONFIG SET maxmemory …, et dans sa configuration), puis restaurez de
        nouveau.
    redis.file-missing: le fichier {path} de Redis manque
    redis.file-missing.why: Redis dit qu'il le lit au démarrage
    redis.folder-read-only: rien ne peut être écrit dans le dossier {folder} de Redis
    redis.folder-read-only.fix: Lancez ceci en root, ou avec l'utilisateur de Redis.
    redis.gives-no-keys: Redis ne donne ses clés d'aucune façon
    redis.gives-no-keys.why: {refusal} / BGSAVE : {why}
    redis.gives-no-keys.fix: Donnez à son utilisateur +sync +replconf, et à SYNC son propre nom : redis-cli ACL SETUSER
        … +sync +replconf
    redis.has-fewer-databases: ce Redis a trop peu de bases
    redis.has-fewer-databases.why: la sauvegarde a des clés dans la base {needed}
    redis.has-fewer-databases.fix: Démarrez-le avec le réglage : databases {neededFix}
    redis.has-replicas: ce Redis a des réplicas : {count}
    redis.has-replicas.why: l'un d'eux peut prendre la relève pendant son arrêt
    redis.has-replicas.fix: Arrêtez les réplicas, ou tapez sur chacun : redis-cli REPLICAOF NO ONE
    redis.has-sentinel: un Sentinel surveille ce Redis
    redis.has-sentinel.why: il ferait d'un autre serveur le maître pendant l'arrêt de celui-ci
    redis.has-sentinel.fix: Arrêtez les Sentinels le temps de la restauration.
    redis.hides-settings: Redis ne dit pas où sont ses fichiers
    redis.hides-settings.why: CONFIG GET ne donne rien
    redis.hides-settings.fix: Donnez à son utilisateur le droit +config|get.
    redis.in-cluster: ce Redis est un nœud de cluster
    redis.in-cluster.why: il connaît {nodes} nœuds, qui servent {slots} des 16 384 slots : seul celui qui les sert tous
        a toutes les clés
    redis.is-empty: Redis ne contient aucune clé
    redis.is-replica: ce Redis est un réplica
    redis.is-replica.why: son maître annulerait la restauration
    redis.is-replica.fix: Restaurez son maître : définissez REDIS_HOST.
    redis.is-sentinel: ceci est un Sentinel, pas un Redis avec des données
    redis.is-sentinel.fix: Définissez REDIS_PORT avec celui du serveur.
    redis.keys-all-expired: toutes les clés de la sauvegarde qui répondent à {patterns} ont expiré
    redis.keys-all-expired.why: {count|# clé : Redis la supprimerait|# clés : Redis les supprimerait} aussitôt
    redis.keys-back: Redis : {count|# clé|# clés} dans {databases|# base|# bases} {count|est|sont} comme dans la sauvegarde
    redis.keys-changed: Redis : {found} clés au lieu de {expected}, ou d'autres ; des services non arrêtés ont pu écrire
    redis.keys-did-not-stay: {count|# a|# ont} disparu aussitôt : {names}. Redis a évincé {evicted|# clé|# clés} pendant ce temps
    redis.keys-differ: les clés de Redis ne sont pas celles de la sauvegarde
    redis.keys-differ.why: il contient {found} des {expected} clés qui n'ont pas pu expirer, ou d'autres
    redis.keys-differ.fix: Regardez le journal de Redis.
    redis.keys-expired: clés de la sauvegarde expirées depuis, qui ne reviendront pas : {count}
    redis.keys-gone-again: {count|# des clés a|# des clés ont} déjà disparu à nouveau : quelqu'un s'en sert
    redis.keys-left: des clés de Redis sont peut-être à moitié restaurées. Ce qui était sous leurs noms est dans
        {path}. Pour le retrouver, tapez : {command}
    redis.keys-near: des noms y commencent par {list}
    redis.keys-not-taken: Redis n'a pas pris toutes les clés
    redis.keys-not-taken.why: {why}
    redis.keys-not-taken.fix: Augmentez maxmemory (redis-cli CONFIG SET maxmemory …, et dans sa configuration), ou
        restaurez moins de clés.
    redis.keys-overwritten: {count|# clé n'était|# clés n'étaient} plus comme cette restauration {count|l'avait laissée|les avait laissées}
        quand elle a été annulée : ce {count|qu'elle était|qu'elles étaient} est gardé dans {path}. Pour le retrouver, tapez : {command}
    redis.keys-revived: {count|# clé supprimée|# clés supprimées} depuis cette restauration {count|est revenue|sont revenues}, comme avant elle
    redis.keys-unknown-kind: les clés de cette sauvegarde ne se lisent pas une par une
    redis.keys-unknown-kind.why: un serveur plus récent que ceux que cette version connaît l'a écrite (genre {kind})
    redis.keys-unknown-kind.fix: Restaurez tout Redis, sans --keys, ou utilisez une version plus récente de ce
        programme.
    redis.lacks-modules: il manque à ce Redis des modules que la sauvegarde demande
    redis.lacks-modules.why: elle contient des valeurs de {names}
    redis.loading: Redis charge encore ses données
    redis.loading.fix: Attendez, puis relancez la sauvegarde.
    redis.memory-limit: la sauvegarde occupait {needed} Mio de mémoire, maxmemory en permet {limit} : Redis peut évincer
        des clés ou refuser d'écrire
    redis.must-run: Redis doit tourner, pour dire où sont ses fichiers
    redis.must-run.why: {why}
    redis.must-run.fix: Démarrez-le. Si des fichiers endommagés l'en empêchent, déplacez-les et démarrez-le vide.
    redis.never-ends: Redis enregistre ou réécrit depuis une heure
    redis.never-ends.fix: Regardez le journal du serveur.
    redis.no-password: Le serveur n'a pas de mot de passe : retirez REDIS_PASSWORD.
    redis.no-redis-dump: la sauvegarde {id} ne contient pas de fichier RDB
    redis.no-redis-dump.fix: Prenez une autre sauvegarde, ou ajoutez --no-redis.
    redis.no-room: Espace disque insuffisant pour Redis
    redis.no-room.why: il faut {needed} Mio, {free} sont libres
    redis.no-room.fix: Tapez : df -h
    redis.no-such-keys: aucune clé de la sauvegarde ne répond à {patterns}
    redis.no-such-keys.why: {why}
    redis.no-such-keys.fix: Les motifs sont ceux de Redis : * pour tout, ? pour un caractère, [ab] pour l'un de
        ceux-ci ; entre apostrophes pour le shell.
    redis.nobody-said-where: S'il est sur une autre machine, mettez REDIS_HOST=… (et REDIS_PORT) devant la commande ou dans
        le crontab : .env, qui est à l'application, n'est pas lu pour cela. Pour voir s'il répond, tapez : {command}
    redis.not-controlled: rien de connu n'arrête ni ne démarre Redis
    redis.not-controlled.why: son fichier ne peut être échangé que lorsqu'il est arrêté
    redis.not-controlled.fix: Ajoutez à la recette : service("{name}", stop: […], start: […], isRunning: […])
    redis.not-followed: le fichier RDB a des entrées du genre inconnu {kind} : les clés ne pourront pas être comparées
    redis.not-persisted: Redis n'a pas écrit les clés restaurées sur son disque : {failure}. Tapez : redis-cli SAVE
    redis.others-evicted: Redis a évincé {count|# autre clé|# autres clés} pour faire de la place (maxmemory)
    redis.password: Mettez dans REDIS_PASSWORD le mot de passe du compte {user}, à essayer ainsi : {PING}
    redis.refuses-dump: ce Redis ne peut pas lire la sauvegarde
    redis.refuses-dump.why: redis-check-rdb dit : {said}
    redis.refuses-dump.fix: Prenez une autre sauvegarde, ou installez le Redis qui l'a écrite.
    redis.refuses-keys: Redis ne laisse pas cet utilisateur lire et écrire des clés une par une
    redis.refuses-keys.why: {said}
    redis.refuses-keys.fix: Il lui faut SELECT, DUMP, PTTL, PEXPIRETIME, RESTORE et DEL sur ces clés, ECHO et
        INFO, sur un serveur où l'on écrit : voyez ACL GETUSER, et REDIS_USERNAME.
    redis.refuses-to-copy: rien ne peut remettre de clés dans ce Redis
    redis.refuses-to-copy.why: {why} / REPLICAOF : {other}
    redis.refuses-to-copy.fix: Donnez à son utilisateur +replicaof +psync, ou nommez dans la recette ce qui l'arrête :
        service("…", stop: […], start: […]).
    redis.replica: ce Redis est un réplica
    redis.replica.fix: Sauvegardez son maître : définissez REDIS_HOST.
    redis.rights: Donnez au compte {user} ce qui est nommé. Ses droits : {command}
    redis.save-failed: Redis n'a pas pu enregistrer ses données
    redis.save-failed.why: BGSAVE ne s'est pas bien terminé
    redis.save-failed.fix: Regardez le journal du serveur et son disque.
    redis.scratch-is-open: Redis refuse CONFIG : le temps de la copie, les clés sont lisibles ici sans mot de passe
    redis.stream-ended: Redis a mis fin à son flux avant d'y mettre toutes les clés
    redis.stream-ended.why: {said} / BGSAVE : {why}
    redis.stream-ended.fix: Le journal du serveur dit pourquoi. Un redis-cli plus ancien que le serveur peut en être la
        cause : installez ici les outils du serveur (apt install valkey-tools, ou un redis-tools plus récent)
    redis.stream-ended-bgsave: Redis a mis fin à son flux ({why}) ; BGSAVE prend le relais. Un redis-cli aussi récent
        que le serveur donne le flux
    redis.scratch-too-old: {program} {version} de cette machine ne peut pas contenir les clés de Redis {server}
    redis.scratch-too-old.why: là où rien n'arrête ni ne démarre Redis, il copie ses clés d'un second serveur qui tourne
        ici un moment
    redis.scratch-too-old.fix: Installez ici la version du serveur, pour Valkey : apt install valkey-server && systemctl
        disable --now valkey-server – ou nommez dans la recette ce qui l'arrête : service("redis", stop: […], start:
        […], isRunning: […])
    redis.server-missing: redis-server manque
    redis.server-missing.why: là où rien n'arrête ni ne démarre Redis, il copie ses clés d'un second serveur qui tourne
        ici un moment
    redis.server-missing.fix: Tapez : apt install redis-server && systemctl disable --now redis-server
    redis.starts-elsewhere: Redis démarre dans un autre dossier
    redis.starts-elsewhere.why: il tournait dans {folder} et démarre dans {afterFolder}
    redis.starts-elsewhere.fix: Tapez : redis-cli CONFIG REWRITE, ou corrigez dir dans sa configuration.
    redis.starts-otherwise: Redis démarre avec d'autres réglages que ceux qu'il avait (CONFIG SET sans CONFIG REWRITE) :
        {changes}
    redis.still-runs: Redis tourne encore après l'arrêt du service {service}
    redis.still-runs.why: autre chose l'a démarré
    redis.still-runs.fix: Nommez dans la recette ce qui l'arrête : service("{service}", …).
    redis.too-old: ce Redis est trop ancien pour la sauvegarde
    redis.too-old.why: la sauvegarde vient de la version {writer} (RDB {format}), le serveur est en {text}
    redis.too-old.fix: Installez Redis {writer} ou plus récent.
    redis.typed: Tapez : {command}
    redis.unreachable: Redis n'est pas accessible ou refuse
    redis.unreachable.why: {why}
    redis.unreachable.fix: {fix}
    redis.without-sync: Redis refuse son flux ({said}) ; BGSAVE prend le relais. ACL utile : +sync +replconf
    redis.would-start-otherwise: Redis tourne avec appendonly {runs} et démarrerait avec appendonly {starts}
    redis.would-start-otherwise.why: quelqu'un a tapé CONFIG SET appendonly {runs} ; un redémarrage perdrait ce qu'il
        contient
    redis.would-start-otherwise.fix: Écrivez-le dans sa configuration, ou tapez : redis-cli CONFIG SET appendonly
        {starts}

    restore.abandoned: abandonnée ; son journal reste dans {folder}. Démarrez ce qu'elle a arrêté, et vérifiez ce qui
        précède avant la prochaine sauvegarde
    restore.abandons: une restauration inachevée par {recipe} de {platform}, qui reste telle quelle :
    restore.about-to-replace: sur {host}, dans {root}, {project}, seront remplacés : {list}
    restore.absent-now: {name} : rien à sauvegarder d'abord
    restore.chain: chaîne de {count} sauvegardes
    restore.checks: comparaison de ce qui est restauré avec la sauvegarde
    restore.cluster-none: aucune sauvegarde d'un cluster PostgreSQL ici
    restore.cluster-none.fix: Restaurez sans --cluster.
    restore.cluster-none.why: seul postgres(incremental: true) en fait une
    restore.cluster-rest: cluster restauré. Quand il tourne, restaurez le reste : {command}
    restore.cluster-several: {names} sont de plusieurs clusters
    restore.cluster-several.fix: Nommez la sauvegarde de l'un d'eux, par son id.
    restore.database-done: {name} : restauration faite dans la nouvelle base {database}. Rien d'autre n'a été modifié
    restore.database-none: --to-database demande une base de données
    restore.database-none.fix: Retirez ce qui exclut les bases, comme --no-postgres. Pour des fichiers, utilisez --to DOSSIER.
    restore.database-several: --to-database prend une seule base, et la sauvegarde a {names}
    restore.database-several.fix: Ajoutez --only {first}.
    restore.file-missing: Archive corrompue : {path} manque
    restore.file-missing.why: le manifeste le nomme
    restore.file-missing.fix: Recopiez la sauvegarde, ou utilisez-en une plus ancienne.
    restore.finished-earlier: la restauration précédente est terminée
    restore.found: {name} : {id}, {size}, d'il y a {age}
    restore.found-chain: {name} : {id}, {size} ({chain}), d'il y a {age}
    restore.goes-back: les données d'avant sont dans {copy} ; pour y revenir : {command}
    restore.half-made: {path} est une moitié de sauvegarde
    restore.half-made.why: son exécution n'est pas allée au bout
    restore.half-made.fix: Restaurez une sauvegarde plus ancienne.
    restore.in-project: projet {name}
    restore.is-of-other: {id} est d'une autre plateforme : {name}
    restore.journal-stays: la restauration n'a pas pu être terminée proprement
    restore.journal-stays.why: {why}
    restore.journal-stays.fix: Corrigez ce qui précède et retapez le même restore.sh : il commence par terminer
        celle-ci. Si c'est impossible, abandonnez-la, ce qui montre ce qui reste et où : {abandon}
    restore.journal-stays.why-1: les données sont restaurées et bonnes, ce qui s'y trouvait avant reste de côté
    restore.journal-stays.why-2: une partie des anciennes données n'est pas revenue
    restore.kept-aside: des données sont gardées de côté, et aucune restauration ne commence à côté. Avant la prochaine,
        tapez : {command}
    restore.keys-about: {count|# clé|# clés} de {name} sur {host} ({root}) {count|sera|seront} comme dans la sauvegarde. Noms
        sous lesquels il y a une clé aujourd'hui, qui sera remplacée : {present}. Aucun service ne s'arrête
    restore.keys-done: {count|# clé est revenue|# clés sont revenues} dans {name}
    restore.keys-kept: ce qui était sous ces noms est gardé dans {path}. Pour le retrouver, tapez : {command} – le
        fichier contient des valeurs en clair : supprimez-le quand il ne sert plus
    restore.keys-none: --keys demande un composant Redis
    restore.keys-none.fix: Retirez --no-redis, et nommez un Redis dans --only.
    restore.keys-several: --keys prend un seul Redis, et il y a {names}
    restore.keys-several.fix: Ajoutez --only {first}.
    restore.left-behind: {component} : laissé en l'état : {words}
    restore.log-flawed: {name} : {id} mène à ce moment et ne peut pas servir ({flaw}) ; la dernière sauvegarde d'avant est
        prise
    restore.manifest-damaged: Archive corrompue : {path}
    restore.manifest-damaged.why: son empreinte ne correspond pas
    restore.manifest-damaged.fix: Utilisez une sauvegarde plus ancienne.
    restore.manifest-later: {path} est au format {format}, et ce Garde connaît les formats jusqu'à {known}
    restore.manifest-later.why: une version plus récente a fait la sauvegarde ; la clé tool du manifeste dit laquelle
    restore.manifest-later.fix: Installez ici cette version, ou une plus récente, puis retapez la commande.
    restore.manifest-lost: le manifeste de cette sauvegarde est perdu
    restore.manifest-lost.why: {path} a été écrit par Garde, qui en écrit toujours un
    restore.manifest-lost.fix: Remettez manifest.json, ou restaurez les fichiers à la main comme le montre BackupFormat.
    restore.may-be-unfinished: {path} n'a pas de manifeste : son exécution n'est peut-être pas allée au bout
    restore.named-flawed: {name} : {id} : {flaw}
    restore.newer-is-damaged: Archive corrompue : {path}/manifest.json
    restore.newer-is-damaged.why: elle est plus récente que {older}, que latest prendrait
    restore.newer-is-damaged.fix: Restaurez celle-là par son identifiant : {older}
    restore.newer-messages: {name} : messages d'ici plus récents que la sauvegarde, qui disparaîtront : {count}
    restore.no-backup: {path} ne contient pas de sauvegarde
    restore.no-backup.fix: Donnez le dossier d'une sauvegarde, son identifiant, ou latest.
    restore.no-copy-named: {url} ne nomme pas de sauvegarde
    restore.no-copy-named.fix: Écrivez {url}/latest, ou un identifiant que montre : {programPath} list --remote {url}
    restore.no-such-source: pas de sauvegarde {argument}
    restore.no-such-source.why: ce n'est ni un dossier, ni une archive, ni un identifiant dans {root}
    restore.no-such-source.fix: Tapez : {command}
    restore.no-terminal: personne ne peut confirmer cette restauration
    restore.no-terminal.why: il n'y a pas de terminal
    restore.no-terminal.fix: Ajoutez --yes pour continuer sans question.
    restore.no-terminal-to-abandon: personne ne peut confirmer cet abandon
    restore.no-terminal-to-abandon.why: il n'y a pas de terminal
    restore.no-terminal-to-abandon.fix: Ajoutez --yes pour continuer sans question.
    restore.none-good: {name} : latest n'a pas de bonne sauvegarde à prendre
    restore.none-good.why: {why}
    restore.none-good.fix: Pour la prendre quand même, tapez : {command}
    restore.newest-flawed: la dernière, {id} : {value}
    restore.not-confirmed: non confirmé, rien n'a été touché
    restore.not-held: pas dans {source} : {list}
    restore.not-held.fix: Retirez-le de --only, ou choisissez une autre sauvegarde. Tapez : {command}
    restore.not-held.why: --only nomme ce que cette source ne contient pas
    restore.not-in-backup: {name} n'est pas dans cette sauvegarde
    restore.not-in-recipe: la recette {recipe} ne l'a pas, et une de ses restaurations est inachevée
    restore.not-in-recipe.fix: Retapez la commande avec la recette d'alors.
    restore.nothing-chosen-to-restore: il ne reste rien à restaurer
    restore.nothing-chosen-to-restore.why: tous les composants sont écartés
    restore.nothing-chosen-to-restore.fix: Retirez une des options --no-…, --only ou --skip.
    restore.nothing-in-backup: la sauvegarde ne contient aucun des composants choisis
    restore.nothing-to-abandon: aucune restauration n'est inachevée, il n'y a rien à abandonner
    restore.of-old-data: avant la restauration : {text}
    restore.old-data-aside: les données sont restaurées, mais des services vont mal
    restore.old-data-aside.why: les anciennes données sont encore de côté
    restore.old-data-aside.fix: Réparez le service, ou revenez aux données d'avant : {command}
    restore.old-data-stays: {component} : la copie de sécurité ne l'a pas en entier, donc les anciennes données restent
        dans {place} ; supprimez-les quand elles ne manquent à personne
    restore.only-not-so: {names} : {flag} ne peut pas le restaurer
    restore.only-not-so.fix: Restaurez-le par un appel à part, sans {flag}.
    restore.others-only: {place} ne contient pas de sauvegarde de cette plateforme
    restore.others-only.why: elles sont de {shown}
    restore.others-only.fix: Pour prendre la plus récente de celles-là, tapez : {command}
    restore.others-unasked: {place} ne contient que des sauvegardes de {shown}, et cette plateforme a des données : --yes n'y
        répond pas
    restore.others-unasked.fix: Tapez : {command} – elle dit ce qui part, et demande. Si {shown} est ce que cette plateforme
        était avant, tapez d'abord : {adopt}
    restore.outside-window: aucune sauvegarde ne contient {moment}
    restore.outside-window.fix: Indiquez un moment entre les deux, ou latest pour le plus récent.
    restore.outside-window.why: restaurable du {first} au {last}
    restore.passed-over: {path} est plus récent et sans manifeste : latest le saute. Donnez son chemin pour le restaurer
    restore.passes-over: {name} : {newer} est plus récente, mais {flaw} : latest prend {older}
    restore.path-of-none: --path {path} pourrait appartenir à plusieurs composants, ou à aucun
    restore.path-of-none.fix: Mettez le composant devant, par exemple config/{path}
    restore.path-of-none.why: il y a {list}
    restore.path-or-mailbox: --path ne va pas avec --mailbox ni --replace
    restore.path-or-mailbox.fix: Utilisez l'un ou l'autre.
    restore.read-only-backups: {path} n'a pas pu être écrit
    restore.read-only-backups.why: {why}
    restore.read-only-backups.fix: Cela peut rester ainsi : donnez une autre place à la copie de sécurité et au journal
        de la restauration. Tapez : {command}
    restore.reads: {name} : vérification de la sauvegarde {id}, {size}
    restore.restored: restauré : {list}
    restore.safety-copy: copie de sécurité : {folder}. Pour y revenir, tapez : {command}
    restore.safety-copy-failed: la copie de sécurité a échoué, rien n'a été touché
    restore.safety-copy-failed.fix: Corrigez ce qui est nommé, ou passez outre : --force
    restore.saves-old: copie de sécurité de ce qui est en place : {list}
    restore.services-unwell: les données sont restaurées, mais des services vont mal
    restore.services-unwell.fix: Corrigez ce qui précède et démarrez les services.
    restore.several-machines: {place} contient des sauvegardes de plusieurs machines, et aucune de cette plateforme
    restore.several-machines.why: la dernière de chacune : {shown}
    restore.several-machines.fix: Prenez celle de cette plateforme, par son identifiant, ou tapez
        d'abord : adopt HÔTE:/DOSSIER. Pour la plus récente de toutes, ce serait : {command}
    restore.scratch-stays: {folder}, où les dumps ont été décompressés, n'a pas pu être supprimé : {why}. La prochaine
        exécution le supprime
    restore.stages: {name} : restauration
    restore.starts-servers: machine nue : démarrage des serveurs
    restore.table-none: --table demande un composant PostgreSQL
    restore.table-none.fix: Retirez --no-postgres. Pour des fichiers, utilisez --path.
    restore.table-not-named: --table ne nomme aucune table
    restore.table-not-named.fix: Nommez-en une, par exemple --table app.users
    restore.table-several: --table cherche dans une seule base, et plusieurs sont choisies : {names}
    restore.table-several.fix: Nommez celle qui a la table. Pour la première, tapez : {command}
    restore.tables-done: restauration faite dans le schéma {schema} de la base {database}. Rien d'autre n'a été
        modifié
    restore.takes-back: remise en l'état
    restore.takes-back-after: {takesBack} : {cause}
    restore.takes-others: ces sauvegardes sont de {shown}, pas de {ownShown}, qui n'en a pas ici
    restore.to-done: {list} : restauration faite dans {folder}. Rien d'autre n'a été modifié
    restore.to-live: {folder} fait partie de {path}, qui est en service
    restore.to-live.fix: Choisissez un dossier à côté de la plateforme, comme /tmp/restaure
    restore.to-none: --to demande un composant fait de fichiers
    restore.to-none.fix: Retirez les options --no-…, ou restaurez sans --to.
    restore.to-not-empty: {folder} n'est pas vide
    restore.to-not-empty.fix: Donnez un dossier vide ou qui n'existe pas.
    restore.took-back: tout est comme avant
    restore.type-yes: Tapez oui pour continuer : 
    restore.unfinished: une restauration précédente n'est pas allée au bout
    restore.unfinished-by-other: une restauration par {recipe} de {platform} n'est pas allée au bout
    restore.unfinished-by-other.fix: Terminez d'abord celle-là : {command}. Si cette recette n'existe plus, abandonnez
        sa restauration : {abandon}
    restore.unknown-file: {path} n'est pas un fichier de sauvegarde connu de cette version
    restore.unknown-file.fix: Utilisez la version de Garde qui l'a créé, ou une plus récente.
    restore.until-exact: {name} : exactement tel qu'à {moment}
    restore.until-nearest: {name} : tel que sauvegardé à {moment}, {gap} avant
    restore.without-docker: sans Docker
    restore.without-rows: {name} : ces tables reviennent vides, car la recette a laissé leurs lignes de côté :
        {list}
    restore.would-restart: {name} : le serveur lui-même serait redémarré
    restore.would-restore: remplacerait {name} par celui de {id}
    restore.would-start: démarrerait : {list}
    restore.would-start-all: démarrerait tous les services
    restore.would-start-servers: machine nue : d'abord la configuration et les certificats, puis démarrage des serveurs,
        puis le reste
    restore.would-stop: simulation, rien n'est changé. Arrêterait : {list}

    schedule.by-recipe: {recipe} : comme le dit schedule(…) de la recette
    schedule.full-too-long: objectives(rpo:) ne peut être tenu : {limit} de travail au plus peuvent être perdues
    schedule.full-too-long.fix: {fix}
    schedule.full-too-long.why: une sauvegarde complète dure jusqu'à {took}, pendant lesquelles aucun incrément n'est possible
    schedule.keeps: {recipe} : {limit} de travail au plus peuvent être perdues ; d'une exécution à la suivante, {step} ; durée,
        jusqu'à {took}
    schedule.leaves-out: aucun schedule(…) ne sauvegarde {names}
    schedule.leaves-out.fix: Écrivez-le dans only:, ou un schedule(…) sans only:
    schedule.no-minute: les exécutions de schedule(…) commenceraient à la même minute
    schedule.no-minute.why: l'une d'elles trouverait le verrou pris et ne sauvegarderait rien
    schedule.no-minute.fix: Écrivez un every: plus long, comme .minutes(2)
    schedule.restore: tout restaurer dure environ {took}, pour {limit} au plus
    schedule.restore-unmeasured: la durée d'une restauration n'a jamais été mesurée ({limit} au plus) : restaurez une fois,
        sur une autre machine
    schedule.run-too-long: objectives(rpo:) ne peut être tenu : {limit} de travail au plus peuvent être perdues
    schedule.run-too-long.fix: {fix}
    schedule.run-too-long.why: une exécution dure jusqu'à {took}, et ce qui est écrit pendant ce temps est perdu aussi
        jusqu'à la suivante
    schedule.standard: la recette n'a pas d'objectives(rpo:) : une sauvegarde par jour
    schedule.time: schedule(full:) n'a pas d'heure : {time}
    schedule.time.fix: Écrivez heures et minutes : "02:00"
    schedule.too-seldom: {names} : schedule(…) ne peut tenir objectives(rpo:) : au plus {limit} de travail peuvent être perdus
    schedule.too-seldom.why: ses exécutions sont espacées de {pause} au plus, et durent jusqu'à {took}
    schedule.too-seldom.fix: Écrivez un every: plus court, ou au moins objectives(rpo: .minutes({least}))
    schedule.uneven: schedule(every:) ne peut être toutes les {every}
    schedule.uneven.why: un crontab a des minutes entières qui divisent une heure, ou des heures qui divisent un jour
    schedule.uneven.fix: Écrivez {better}
    schedule.unknown: schedule(only:) nomme {name}, que la recette ne sauvegarde pas
    schedule.unknown.fix: Écrivez l'un de : {names}
    schedule.unmeasured: {recipe} : {limit} de travail au plus peuvent être perdues ; d'une exécution à la suivante,
        {step} ; elle peut durer {spare}. Aucune n'a encore été mesurée : lancez-en une, puis redemandez
    schedule.write-incremental: Chaque exécution sauvegarde {names} en entier : là où le mot accepte incremental: true,
        écrivez-le. Ou écrivez au moins objectives(rpo: .minutes({least})).
    schedule.write-objective: Écrivez au moins objectives(rpo: .minutes({least})).

    services.data-in-container: {service} garde ses données dans le conteneur même, et la configuration le referait sans
        elles
    services.data-in-container.fix: Restaurez ses données dans la même exécution, sans --no-…, --only ni --skip ;
        ou laissez la configuration : --no-config
    services.data-in-container.why: le fichier compose ne lui donne aucun volume
    services.data-in-use: le conteneur {name} tient {path} ouvert
    services.data-in-use.why: {why}
    services.data-in-use.fix: S'il fait partie de cette plateforme, lancez ceci là d'où il a été démarré : {root}.
        Sinon, arrêtez-le : docker stop {name}
    services.data-in-use-by-process: {name}, processus {id}, tient {path} ouvert
    services.data-in-use-by-process.why: {why}
    services.data-in-use-by-process.fix: Arrêtez ce serveur ; ce dont il fait partie est dans : cat /proc/{id}/cgroup
    services.data-in-use-of: le conteneur {name} du projet {project} tient {path} ouvert
    services.data-in-use-of.why: {why}
    services.data-in-use-of.fix: S'il fait partie de cette plateforme, lancez ceci là d'où il a été démarré : {root}.
        Sinon, arrêtez-le : docker stop {name}
    services.down: les services ne tournent pas tous de nouveau
    services.down.why: {why}
    services.files-not-saved: la plateforme était démarrée avec {list}, qui n'est ni dans la sauvegarde ni sur cette
        machine
    services.files-not-saved.fix: Remettez cela à sa place, puis retapez la commande ; config() sans argument le
        sauvegarde désormais.
    services.has-ended: s'est arrêté avec le code {code}
    services.is-unhealthy: est en mauvaise santé (unhealthy)
    services.mail-in-volume: {component} : ils gardent du courrier dans un volume Docker. Écrivez dans la recette, et
        lancez en root : {words}
    services.managed: le conteneur {name} du projet {project} tient {path} ouvert, et vient de {folder}, absent de cette
        machine
    services.managed.why: un gestionnaire comme Portainer, Dockge ou Coolify, lui-même dans un conteneur, l'a démarré
    services.managed.fix: S'il s'agit de cette plateforme, nommez-la devant la commande :
        COMPOSE_PROJECT_NAME={projectFix}. Sinon, arrêtez-le : docker stop {name}
    services.network-in-use: {list} resterait dans le réseau {network}, que les fichiers Compose restaurés définissent autrement
    services.network-in-use.fix: Tapez, puis restaurez de nouveau : docker stop {list} – et ensuite : {compose} up -d
    services.network-in-use.why: Compose refait un tel réseau, et ne le peut pas tant que quelque chose y tourne : les services restaurés ne
        démarreraient pas
    services.network-missing: le réseau {name} n'existe pas
    services.network-missing.fix: Créez-le : docker network create {nameFix}
    services.network-missing.why: les fichiers Compose le supposent présent (external) : Compose ne le crée pas
    services.network-renewed: {list} : les fichiers Compose restaurés définissent ce réseau autrement : Compose le refait
    services.nobody-mounts: {component} : aucun conteneur de {list} n'a {path} ouvert : ces données sont-elles ailleurs
        désormais ?
    services.not-of-backup: {name} est ici et pas dans la sauvegarde : il reste, et ce que Compose démarre le suit
        aussi. Déplacez-le d'abord s'il n'est pas voulu
    services.redefined: {list} : ce qui tourne a été créé avec d'autres fichiers Compose ou réglages que ceux du
        prochain démarrage ; pour les voir avant : {compose} config
    services.remakes: les serveurs suivent la configuration restaurée avant le chargement de leurs données : {list}
        ({command})
    services.restarts: s'arrête et redémarre sans cesse
    services.service-ended: le service {name} ne reste pas démarré
    services.service-ended.why: il s'est terminé avec le code {code} : {words}
    services.service-ended.fix: Tapez : {compose} logs {name}
    services.service-not-healthy: pas opérationnel après {seconds} s : {names}
    services.service-not-healthy.fix: Tapez : {compose} logs {names}
    services.service-not-started: le service {name} ne démarre pas
    services.service-not-started.why: son start: a réussi, et il ne tourne pas
    services.service-stays: le service {name} ne s'arrête pas
    services.service-stays.why: son stop: a réussi, et il tourne toujours
    services.started: {name} : démarré en {time}
    services.starts-as: la plateforme sera démarrée comme elle l'était : {command}
    services.stopped: {name} : arrêté en {time}
    services.storage-is-left: {service} : avec la configuration restaurée, son stockage sera {newList} ; le contenu de
        {oldList} ne suit pas
    services.storage-moved: {service} : son stockage est désormais {new}. L'ancien contenu reste dans {old}
    services.storage-would-move: avec la configuration restaurée, {service} démarrerait sur un autre stockage, sans ses
        données
    services.storage-would-move.why: il a {old}, et aurait {new}
    services.storage-would-move.fix: Restaurez ses données dans la même exécution : retirez --no-…, --only et --skip.
    services.storage-will-move: {service} : avec la configuration restaurée, son stockage sera {newList} ; il y est
        chargé, et son contenu actuel reste dans {oldList}
    services.strayed: {service} a ouvert un autre dossier que {path}, où mène son chemin maintenant
    services.strayed.fix: Remettez en place ce qui a été déplacé ; ou, si ce qui se trouve là est le bon, démarrez-le
        dessus : {compose} restart {service}
    services.strayed.why: un lien ou un dossier a été déplacé depuis son démarrage : au prochain, il partirait de ce qui
        se trouve là
    services.systemctl-refused: {what}
    services.systemctl-refused.why: {why}
    services.systemctl-refused.fix: Tapez : systemctl status {unit}
    services.two-servers: deux serveurs sur un même dossier de données le détruisent : aucun n'est démarré
    services.unit-not-started: le service {unit} ne démarre pas
    services.unit-stays: le service {unit} ne s'arrête pas
    services.unknown-service: aucun service ne s'appelle {name}
    services.unknown-service.why: {why}
    services.unknown-service.fix: Corrigez usedBy: dans la recette, ou dites comment il tourne : service("{name}", stop:
        …, start: …, isRunning: …). Si rien n'utilise les données en ce moment, ajoutez --no-stop --no-start.
    services.known-services: il y a : {names}
    services.unwell: {service} {illness} déjà avant la restauration : il est redémarré sans être attendu ; voir {logs}
    services.volume-missing: le volume {name} n'existe pas
    services.volume-missing.fix: Créez-le : docker volume create {nameFix}
    services.volume-missing.why: les fichiers Compose le supposent présent (external) : Compose ne le crée pas

    sqlite.backup-damaged: la base de {name} dans cette sauvegarde n'est pas entière
    sqlite.backup-damaged.why: {why}
    sqlite.backup-damaged.fix: Restaurez une sauvegarde plus ancienne, ou celle-ci telle quelle avec --force.
    sqlite.beside-exists: {path} est déjà là
    sqlite.beside-exists.fix: Choisissez un autre nom, ou déplacez ce fichier.
    sqlite.beside-no-folder: {database} ne peut pas être le nom d'un nouveau fichier
    sqlite.beside-no-folder.why: {folder} n'est pas un dossier, ou aucun fichier n'est nommé
    sqlite.beside-no-folder.fix: Nommez un fichier à côté de l'autre (app_check.db), ou un chemin (/tmp/app_check.db).
    sqlite.copied: {name} : {tables|# table|# tables}, {size}
    sqlite.damaged: la base {path} est endommagée
    sqlite.damaged.why: PRAGMA integrity_check : {why}
    sqlite.damaged.fix: Restaurez-la d'une sauvegarde, ou voyez ce qui se lit encore : sqlite3 {word} .recover
    sqlite.in-use: {program} (processus {id}) a ouvert {path}
    sqlite.in-use.why: il continuerait d'écrire dans l'ancien fichier, et ce serait perdu
    sqlite.in-use.fix: Arrêtez-le, ou nommez son service dans la recette : usedBy: "service". Puis restaurez sans
        --no-stop.
    sqlite.is-back: {name} : chaque octet est celui de la sauvegarde : {tables|# table|# tables}, {size}
    sqlite.is-empty: elle n'a aucune table
    sqlite.lies-at: {name} : {path} passe par un lien ; ce qui est remplacé est {place}
    sqlite.link: {path} est un lien symbolique
    sqlite.link.why: SQLite tient le journal d'une base à côté du fichier lui-même, {target}
    sqlite.link.fix: Nommez ce fichier dans la recette.
    sqlite.locked: la base {path} reste verrouillée
    sqlite.locked.why: un programme en a écarté les autres pendant {seconds} s
    sqlite.locked.fix: {fix}
    sqlite.look: Voyez qui l'a ouverte : fuser -v {word}
    sqlite.missing: il n'y a pas de base {path}
    sqlite.missing.fix: Corrigez la recette. Si elle est dans un volume de Docker, nommez sa place sur cette machine :
        docker volume inspect VOLUME
    sqlite.no-database: {path} n'est pas une base de SQLite
    sqlite.no-database.why: son début est autre, ou elle est chiffrée
    sqlite.no-database.fix: Tapez : file {word} – ce qui n'est pas une base se sauvegarde par files(…).
    sqlite.no-file: {path} n'est pas un fichier
    sqlite.no-file.fix: Nommez le fichier de la base dans la recette.
    sqlite.not-counted: {path} : les lignes de {list} ne peuvent pas être comptées ici, il y faut une chose de l'application : {why}
    sqlite.not-opened: sqlite3 ne peut pas ouvrir {path}
    sqlite.not-opened.why: {why}
    sqlite.not-opened.fix: Lancez ceci en root, ou sous l'utilisateur à qui appartient {folder}.
    sqlite.not-proved: {name} : PRAGMA integrity_check a besoin d'une chose de l'application que cette machine n'a pas
        ({said}) ; la base est copiée telle quelle
    sqlite.program-missing: sqlite3 n'est pas installé
    sqlite.program-missing.fix: Tapez : apt install sqlite3
    sqlite.size: {pages|# page|# pages} de {page}, {bytes}
    sqlite.stop: C'est {program} (processus {id}). Lancez ceci quand il ne fait rien, ou arrêtez-le.
    sqlite.unsettled: {path} ne se lit pas là où il est
    sqlite.unsettled.why: une partie en est encore dans le -wal ou le -journal à côté, et le disque {disk} est en
        lecture seule
    sqlite.unsettled.fix: Tapez : mount -o remount,rw {disk}

    status.about: environ {time}
    status.ago: il y a {age}
    status.any-moment: tout instant
    status.at-most: au plus
    status.certificate: certificat
    status.cut: {id} : un fichier manque ou est tronqué : {list}
    status.cut.why: le disque ou quelqu'un l'a changé après son exécution ; elle ne compte pas
    status.cut.fix: {fix}
    status.cut-off: pas allée au bout
    status.end-done: réussie
    status.end-ended: arrêtée par un signal
    status.end-failed: en échec
    status.end-incomplete: incomplète
    status.end-locked: non faite
    status.key: clé
    status.last-run: dernière exécution
    status.log-held: journal retenu
    status.log-lost: le serveur ne retient plus le journal (WAL) depuis la dernière sauvegarde de {name}
    status.log-lost.fix: {fix}
    status.log-lost.why: plus de max_slot_wal_keep_size ({limit}) a été écrit depuis
    status.log-near-limit: le serveur va bientôt abandonner le journal (WAL) depuis la dernière sauvegarde de {name}
    status.log-near-limit.fix: {fix}
    status.log-near-limit.why: il en retient {held}, sur {limit} (max_slot_wal_keep_size)
    status.looked-at-outside: vue de l'extérieur
    status.missed: l'exécution de {time} n'a pas eu lieu
    status.missed.why: la dernière de cette sorte a commencé {last}
    status.missed.fix: {fix}
    status.never: jamais
    status.never-restored: jamais mesurée
    status.never-saved: il n'y a aucune bonne sauvegarde de {name}
    status.never-saved.fix: {fix}
    status.never-sent: rien n'a jamais été envoyé vers {url}
    status.never-sent.fix: {fix}
    status.not-recorded: aucune n'est notée
    status.problem: {what}
    status.problem.fix: Renouvelez-le, ou retirez-le s'il ne sert plus.
    status.read-whole: lue jusqu'au bout
    status.restore: restauration
    status.restore-too-long: une restauration dure trop longtemps
    status.restore-too-long.why: d'après la dernière, environ {expected} pour ce qu'il y a maintenant, pour {limit} au
        plus
    status.restore-too-long.fix: Accélérez-la, ou donnez un délai plus long dans la recette : objectives(rto:)
    status.restored: {day} : {took} pour {bytes}
    status.room: place libre
    status.run-bad: la dernière exécution a échoué
    status.run-bad-ended: la dernière exécution a été arrêtée par un signal
    status.run-bad-incomplete: la dernière exécution n'a pas tout fait
    status.run-killed: la dernière exécution n'est pas allée au bout
    status.run-killed.why: commencée le {started}, elle a été tuée ou privée de courant
    status.run-killed.fix: {fix}
    status.send: Tapez : {sending} – ou, si ce lieu est abandonné, retirez ses lignes de {record}
    status.sent: envoyée
    status.sent-long-ago: la copie la plus récente dans {url} est trop vieille
    status.sent-long-ago.why: {id} a {age}
    status.sent-long-ago.fix: {fix}
    status.suspect: {id} est suspecte : {list}
    status.suspect.why: bien plus petite qu'avant ; rien n'est supprimé en attendant
    status.suspect.fix: Si c'est normal, tapez : {command}
    status.then-type: Une fois corrigé, tapez : {command}
    status.too-old: la dernière bonne sauvegarde de {name} est trop vieille
    status.too-old.why: {id} a {age}, pour {limit} au plus
    status.too-old.fix: {fix}
    status.type: Tapez : {command}
    status.under-way: en cours
    status.until: jusqu'au {day}
    status.untold: {name} n'a pas pu être prévenu de la fin d'une exécution
    status.untold.why: {why}
    status.untold.fix: {fix}
    status.verified: vérifiée
    status.verified-bad: verify a échoué sur {id}
    status.verified-bad.why: ce qui a échoué ne compte plus comme sauvegarde ; backup.log dit ce qui est mauvais
    status.verified-bad.fix: {fix}
    status.waiting: {count|# sauvegarde n'a pu être envoyée|# sauvegardes n'ont pu être envoyées} vers {url}
    status.waiting.fix: {fix}
    status.waiting-copies: {count} à envoyer
    status.whole: complète

    system.archive-damaged: Archive corrompue
    system.archive-damaged.why: ce qui a été compressé ne se décompresse pas à l'identique
    system.archive-damaged.fix: Faites tester la mémoire de cette machine.
    system.cure: Vérifiez le disque. Tapez : dmesg | tail
    system.cure-file-too-large: Tapez : ulimit -f; findmnt -T {folder}
    system.cure-invalid-argument: Regardez ce qui y est monté, et choisissez un autre endroit s'il ne sait pas le faire.
        Tapez : findmnt -T {folder}
    system.cure-io-error: Vérifiez le disque. Tapez : dmesg | tail
    system.cure-no-memory: Tapez : free -h
    system.cure-no-such-file-or-directory: Tapez : ls -la {folder}
    system.cure-not-permitted: Tapez : lsattr -d {folder} {path} ; s'il y a un i ou un a : chattr -i -a, puis la même
        commande
    system.cure-permission-denied: Lancez la commande sous un compte qui peut le lire. Tapez : id; ls -ld {folder}
        {path}
    system.cure-permission-denied-2: Lancez-la sous un compte qui peut y écrire. Tapez : id; ls -ld {folder}
    system.cure-read-only-file-system: Cherchez pourquoi (dmesg | tail), puis tapez : mount -o remount,rw {path}
    system.cure-too-many-open-files: Tapez : ulimit -n 1024, puis la même commande
    system.cure-too-many-open-files-in-system: Tapez : sysctl fs.file-max
    system.init: {error}
    system.no-answer: pas de réponse à temps
    system.cancelled: annulé
    system.cure-file-system-damaged: Faites-le contrôler : démontez-le, puis tapez : fsck -n $(findmnt -no SOURCE {disk})
    system.cure-in-use: Arrêtez ce programme. Pour savoir lequel, tapez : fuser -v {path}
    system.cure-mount-lost: Remontez-le. Tapez : umount -l {disk}; mount {disk}
    system.cure-name-too-long: Prenez un endroit dont le système de fichiers accepte de tels noms. Tapez : findmnt -T {folder}
    system.cure-no-space: Tapez : df -h; df -i
    system.let: {program} n'est pas installé
    system.error: {self}
    system.error-that-means: {self} ({text})
    system.no-log: le journal ne peut pas être écrit : {why}
    system.no-space: Espace disque insuffisant
    system.no-space.why: plus de place pour {name} ; {free} libres sans lui
    system.no-space.fix: {fix}
    system.no-space.fix-1: Il n'y a plus d'inode libre. Tapez : df -i {disk}
    system.no-space.fix-2: Tapez : df -h {disk}
    system.not-locked: {path} ne peut pas être verrouillé
    system.not-locked.why: {why}
    system.not-locked.fix: Deux exécutions à la fois se gâcheraient : prenez un BACKUP_ROOT dont le système de fichiers
        connaît flock ; avec NFS, regardez rpc.statd. Tapez : findmnt -T {place}
    system.not-read: {name} n'a pas pu être lu
    system.not-read.why: {why}
    system.not-read.fix: {fix}
    system.not-started: {program} ne peut pas être lancé
    system.not-started.why: {why}
    system.not-started.fix: {fix}
    system.not-written-let: {name} n'a pas pu être écrit
    system.not-written-let.why: {why}
    system.not-written-let.fix: {fix}
    system.plain-meaning-file-too-large: il dépasse ce que permet ulimit -f ou son système de fichiers
    system.plain-meaning-invalid-argument: son système de fichiers ne sait pas faire cela
    system.plain-meaning-io-error: le disque est en défaut
    system.plain-meaning-no-locks: son système de fichiers n'accorde pas de verrous
    system.plain-meaning-not-permitted: lui ou le dossier qui le contient est immuable, ou appartient à un autre compte
    system.plain-meaning-read-only-file-system: son disque est monté en lecture seule
    system.plain-meaning-resource-busy: quelque chose y est monté
    system.plain-meaning-stale-nfs-file-handle: le serveur de ce montage l'a perdu
    system.plain-meaning-too-many-open-files: trop de fichiers sont ouverts
    system.quota-used-up: Espace disque insuffisant
    system.quota-used-up.why: plus de place pour {name} : le quota de {user} ou de son groupe est épuisé
    system.quota-used-up.fix: Tapez : quota -s
    system.not-rdb: ce que Redis a envoyé n'est pas un fichier RDB
    system.plain-meaning-file-system-damaged: son système de fichiers est endommagé
    system.plain-meaning-in-use: un programme s'exécute à partir de lui
    system.plain-meaning-mount-lost: le programme ou le serveur derrière ce montage n'est plus là
    system.plain-meaning-name-too-long: son nom est trop long pour son système de fichiers
    system.plain-meaning-other-file-system: autre chose est monté entre les deux
    system.rdb-cut-short: le flux RDB est incomplet
    system.redis-not-whole: les données de Redis ne sont pas arrivées entières
    system.redis-not-whole.why: {why}
    system.tool-exited: {name} s'est terminé avec le code {code}
    system.tool-outlived: {name} s'est terminé, et ce qu'il avait lancé travaillait encore une minute après
    system.tool-signaled: {name} a été arrêté par le signal {signal}

    usage.announced: rien ne sera écrit
    usage.announced-yes: aucune confirmation ne sera demandée
    usage.argument-missing: {what}
    usage.argument-missing.fix: Nommez-en une, comme {command} {example}
    usage.closest-command: Vouliez-vous dire {command} ? {help} liste toutes les commandes
    usage.closest-component: Vouliez-vous dire {flag} {closest} ?
    usage.cut-off: arrêtée par {signal} avant que tout soit remis en place
    usage.cut-off.why: encore au travail : {list}
    usage.cut-off.fix: La prochaine exécution termine le nettoyage.
    usage.ends-by-itself: l'exécution remet tout en place, puis se termine d'elle-même. Un Ctrl-C de plus la termine
        tout de suite : ce qui est à moitié fait sera alors terminé par la prochaine exécution
    usage.help-lists-commands: {help} liste toutes les commandes
    usage.id-missing: {rawValue} attend l'identifiant d'une sauvegarde
    usage.backup-missing: {rawValue} attend une sauvegarde
    usage.encryption-stays: ENCRYPT_BACKUP=false est ignoré : la recette chiffre
    usage.ended: arrêtée par {signal}, rien n'est gardé de cette exécution
    usage.env-file: {variable}={value} (.env)
    usage.environment: {variable}={value}
    usage.few-descriptors: {limit} fichiers ouverts à la fois au plus, or il en faut {needed}
    usage.few-descriptors.fix: Tapez en root : ulimit -n 1024, puis la même commande ; pour un service, réglez
        LimitNOFILE=1024
    usage.few-threads: {found} fils d'exécution seulement peuvent être lancés, or il en faut {needed}
    usage.few-threads.fix: Relevez ce qui les limite : ulimit -u et ulimit -v, TasksMax= du service, pids.max du
        conteneur ; puis la même commande
    usage.flag: {flag} {value}
    usage.from-environment: {variable} est active dans l'environnement : {effect}
    usage.json-of-plan: prune --json ne va qu'avec --plan
    usage.json-of-plan.fix: Ajoutez --plan
    usage.named-and-off: --only nomme {name}, et {variable}=false l'écarte
    usage.named-and-off.fix: Tapez {variable}=true devant la commande, ou retirez {name} de --only.
    usage.no-arguments: les mots de cette ligne de commande sont illisibles
    usage.no-arguments.why: /proc/self/cmdline ne s'ouvre pas
    usage.no-arguments.fix: Tapez : mount -t proc proc /proc
    usage.no-destination: synchronisation demandée sans destination distante
    usage.no-destination.fix: Indiquez-en une : --remote-dest s3://bucket/chemin, ou REMOTE_DESTINATION
    usage.no-effect: {flag} est sans effet sans {needed}
    usage.no-names: {flag} ne nomme aucun composant
    usage.no-names.fix: Écrivez {flag} suivi de l'un d'eux, ou de plusieurs séparés par des virgules.
    usage.no-names.why: cette recette a {list}
    usage.no-platform: aucune plateforme dans {path}
    usage.no-platform.why: ni fichier compose, ni .env, ni data/, ni config/
    usage.no-platform.fix: {fix}
    usage.no-recipient: chiffrement demandé sans destinataire GPG
    usage.no-recipient.fix: Indiquez une clé : --gpg-recipient ID, ou GPG_RECIPIENT
    usage.no-shell: completion demande le nom d'un shell
    usage.no-shell.fix: Tapez l'un de {list}, par exemple : {command} bash
    usage.no-shell.why: {word} n'est aucun de {list}
    usage.no-such-root: la racine de la plateforme {path} n'est pas un dossier
    usage.no-such-root.fix: {fix}
    usage.not-both: {one} et {other} ne vont pas ensemble
    usage.not-both.fix: Restaurez en deux appels, chacun avec l'une des deux.
    usage.nothing-left: --only, --skip et les options --no-… ne laissent aucun composant
    usage.nothing-left.fix: Nommez-en un qu'aucune autre option n'écarte.
    usage.nothing-left.why: cette recette a {list}
    usage.only-with: {flag} demande {needed}
    usage.only-with.fix: Ajoutez {needed}, ou retirez {flag}
    usage.path-missing: cat demande une sauvegarde et un chemin
    usage.path-missing.fix: Donnez les deux, par exemple {command} latest config/nginx/site.conf
    usage.pattern-missing: find demande un motif
    usage.pattern-missing.fix: Donnez-en un, par exemple {command} '*.conf'
    usage.recipe: {variable}={value} (recette)
    usage.remote-forms: il faut s3://bucket/chemin, ou nom:chemin de rclone
    usage.set-platform-root: Donnez son dossier dans PLATFORM_ROOT
    usage.set-platform-root-in: Écrivez son dossier dans {path} : PLATFORM_ROOT=/dossier/de/la/plateforme
    usage.several-sources: restore prend une seule sauvegarde
    usage.several-sources.why: la plus récente d'abord : {list}
    usage.several-sources.fix: Retapez la commande avec l'une d'elles.
    usage.takes-no-value: {name} ne prend pas de valeur
    usage.too-many: argument inattendu {word}
    usage.too-many.why: {why}
    usage.too-many.fix: {fix}
    usage.two-arguments: {rawValue} prend au plus deux arguments
    usage.type-joined: Tapez : {command} {url}/{word}
    usage.options-only: {rawValue} ne prend que des options
    usage.one-argument: {rawValue} prend un seul argument
    usage.unknown-command: il n'y a pas de commande {word}
    usage.unknown-command.fix: {fix}
    usage.unknown-component: {flag} {name} : il n'y a pas de tel composant
    usage.unknown-component.fix: {fix}
    usage.unknown-component.why: cette recette a {list}
    usage.unknown-option: option inconnue {name}
    usage.unknown-option.why: {why}
    usage.unknown-option.fix: {fix}
    usage.help-lists: --help les donne toutes
    usage.closest-option: La plus proche est {closest} ; --help les donne toutes
    usage.belongs-to: elle appartient à {rawValue}
    usage.until-of-one: --until ne va pas avec {source}
    usage.until-of-one.fix: Retirez {source} ; pour des copies ailleurs, écrivez URL/latest.
    usage.until-of-one.why: l'option trouve elle-même les sauvegardes
    usage.value-missing: {name} attend une valeur
    usage.value-missing.fix: Écrivez {name} {metavar}
    usage.waits-for: arrêtée par {signal} ; {list} travaille encore, et l'exécution se termine dès que c'est fini, en
        {limit} au plus. Un Ctrl-C de plus la termine aussitôt : la prochaine exécution termine alors le nettoyage

    value.date: DATE
    value.days: JOURS
    value.folder: DOSSIER
    value.id: ID
    value.lang: LANGUE
    value.mailbox: BOÎTE
    value.moment: MOMENT
    value.n: N
    value.name: NOM
    value.names: NOMS
    value.path: CHEMIN
    value.pattern: MOTIF
    value.pwd: MDP
    value.table: TABLE
    value.type: TYPE
    value.url: URL
    verify.builds-on: {component} s'appuie sur {list}
    verify.builds-on-bad: {component} : elle s'appuie sur {id}, qui est abîmée
    verify.builds-on-bad.fix: Restaurez une sauvegarde d'avant {id}, ou une complète d'après.
    verify.component-missing: {name} n'est pas dans {folder}
    verify.component-missing.why: le manifeste dit qu'il y est sauvegardé
    verify.component-missing.fix: Recopiez la sauvegarde, utilisez-en une plus ancienne, ou écartez-le : --no-…
    verify.damaged: Archive corrompue : {path}
    verify.damaged.why: {why}
    verify.damaged.fix: Recopiez la sauvegarde, ou utilisez-en une plus ancienne.
    verify.decompressed: {count|# fichier lu|# fichiers lus} jusqu'au bout
    verify.digest-differs: son empreinte ou sa taille n'est pas celle du manifeste
    verify.digests-match: , empreintes justes
    verify.dump-is-newer-than-tools: le dump est décompressé mais pas relu comme par PostgreSQL : il vient d'un pg_dump
        plus récent que les outils présents
    verify.dump-not-read: le dump est décompressé mais pas relu comme par PostgreSQL : pg_restore manque. Tapez : apt
        install postgresql-client
    verify.from-outside: {count|# fichier chiffré complet vu de l'extérieur, son contenu non lu|# fichiers chiffrés
        complets vus de l'extérieur, leur contenu non lu}
    verify.holds-nothing: elle est vide
    verify.no-message: {component} : {id} ne contient aucun message
    verify.no-message.fix: Tapez : {command} – ou, si le courrier était vide alors : {anyway}
    verify.no-message.why: {older}, plus ancienne, contient davantage
    verify.not-decompressed: elle ne se décompresse pas
    verify.not-read-by-tool: {path} est tel qu'il a été stocké, mais n'a pas pu être lu ici : {tool}
    verify.not-read-by-tool.why: {why}
    verify.not-read-by-tool.fix: La sauvegarde n'est pas en cause : libérez ce qui manque à cette machine (fichiers,
        mémoire, disque), puis la même commande
    verify.not-encrypted: {path} n'est pas chiffré
    verify.not-encrypted.why: le manifeste dit qu'il l'est
    verify.not-encrypted.fix: Qui le lit n'a pas besoin de clé : traitez-le comme tel, refaites une sauvegarde avec
        --encrypt, puis supprimez-le.
    verify.not-opened: les fichiers chiffrés ne sont vus que de l'extérieur : {failure}
    verify.not-verified: non vérifiées : {count} de {shown}, que son propre programme vérifie
    verify.only: lu seulement : {list} ; le reste de la sauvegarde n'est pas vérifié
    verify.read-to-its-end: {name} : {bytes}
    verify.reads-anew: {name} : une exécution y a réuni des incréments entre-temps : relecture
    verify.removed-meanwhile: {name} : une exécution l'a supprimée entre-temps : il n'y a rien à vérifier
    verify.verified: {folder} : {parts}{digests}
    verify.without-digests:  ; le manifeste n'a pas d'empreintes à comparer

    words.or:  ou 
    words.semicolon:  ; 
    """#
