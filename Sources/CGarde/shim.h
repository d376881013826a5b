#include <archive.h>
#include <archive_entry.h>
#include <jansson.h>
#include <libdeflate.h>
#include <malloc.h>
#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <sys/xattr.h>
#include <linux/stat.h>
#include <mntent.h>
#include <spawn.h>
#include <yaml.h>
#include <zlib.h>

// glibc's own headers show these with _GNU_SOURCE only, which Swift's module of them does not define.
int renameat2(int, const char *, int, const char *, unsigned int);
int syncfs(int);
int sync_file_range(int, off_t, off_t, unsigned int);
int statx(int, const char *, int, unsigned int, struct statx *);
int sched_getaffinity(int, unsigned long, void *);
int sched_setaffinity(int, unsigned long, const void *);
int memfd_create(const char *, unsigned int);
int fallocate(int, int, off_t, off_t);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
