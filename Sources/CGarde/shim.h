#include <archive.h>
#include <archive_entry.h>
#include <libdeflate.h>
#include <nettle/sha2.h>
#include <sys/xattr.h>
#include <mntent.h>
#include <zlib.h>
