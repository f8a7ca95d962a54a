/* Preloaded (LD_PRELOAD): the n-th thing that changes a file fails, or ends the process.

   Counted: write, pwrite, fsync, fdatasync, ftruncate, rename, link, open with O_CREAT or O_TRUNC. Standard output and
   error, pipes and terminals are left alone. `panne_armer` is called in the child, through ctypes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { UNE_FOIS, DES_LORS, TUER, MOITIE_TUER, MOITIE_DES_LORS };

static long vus, voulu = -1;
static int erreur, mode;

void panne_armer(long n, int numero, int comment) { vus = 0; voulu = n; erreur = numero; mode = comment; }
long panne_vus(void) { return vus; }

/* 0: go on; 1: fail; 2: do the half of it, then fail or die. */
static int tombe(int fd, int ecriture) {
    struct stat s;
    if (fd >= 0 && (fd <= 2 || fstat(fd, &s) != 0 || !S_ISREG(s.st_mode))) return 0;
    vus++;
    if (voulu < 0 || vus < voulu) return 0;
    if (vus > voulu && (mode == UNE_FOIS || mode == TUER || mode == MOITIE_TUER)) return 0;
    if (mode == TUER) kill(getpid(), SIGKILL);
    if (vus == voulu && ecriture && mode >= MOITIE_TUER) return 2;
    if (mode == MOITIE_TUER) kill(getpid(), SIGKILL);
    return 1;
}

#define VRAI(type, nom) static type (*vrai)(); if (!vrai) vrai = (type (*)()) dlsym(RTLD_NEXT, nom)

ssize_t write(int fd, const void *p, size_t n) {
    VRAI(ssize_t, "write");
    switch (tombe(fd, 1)) {
        case 1: errno = erreur; return -1;
        case 2: { ssize_t fait = vrai(fd, p, n / 2); if (mode == MOITIE_TUER) kill(getpid(), SIGKILL); return fait; }
    }
    return vrai(fd, p, n);
}
static ssize_t ecrire_a(ssize_t (*vrai)(), int fd, const void *p, size_t n, off64_t ou) {
    switch (tombe(fd, 1)) {
        case 1: errno = erreur; return -1;
        case 2: { ssize_t fait = vrai(fd, p, n / 2, ou); if (mode == MOITIE_TUER) kill(getpid(), SIGKILL); return fait; }
    }
    return vrai(fd, p, n, ou);
}
ssize_t pwrite(int fd, const void *p, size_t n, off_t ou) { VRAI(ssize_t, "pwrite"); return ecrire_a(vrai, fd, p, n, ou); }
ssize_t pwrite64(int fd, const void *p, size_t n, off64_t ou) { VRAI(ssize_t, "pwrite64"); return ecrire_a(vrai, fd, p, n, ou); }

#define SIMPLE(nom, parametres, fd, appel) \
    int nom parametres { VRAI(int, #nom); if (tombe(fd, 0)) { errno = erreur; return -1; } return vrai appel; }
SIMPLE(fsync, (int fd), fd, (fd))
SIMPLE(fdatasync, (int fd), fd, (fd))
SIMPLE(ftruncate, (int fd, off_t n), fd, (fd, n))
SIMPLE(ftruncate64, (int fd, off64_t n), fd, (fd, n))
SIMPLE(rename, (const char *de, const char *vers), -1, (de, vers))
SIMPLE(link, (const char *de, const char *vers), -1, (de, vers))

#define OUVRIR(nom) \
    int nom(const char *chemin, int drapeaux, ...) { \
        VRAI(int, #nom); va_list l; va_start(l, drapeaux); int droits = va_arg(l, int); va_end(l); \
        if ((drapeaux & (O_CREAT | O_TRUNC)) && tombe(-1, 0)) { errno = erreur; return -1; } \
        return vrai(chemin, drapeaux, droits); }
OUVRIR(open)
OUVRIR(open64)
