#include "CEmbedded.h"

#include <string.h>

// The files themselves, by #embed (C23), and the array `files` of them, sorted by name. Tests/Tools/make-tables writes
// it. The compiler lists embedded files as dependencies, so that a changed mapping is built in without a clean build;
// a new one needs `make-tables --files`.
#include "files.inc"

enum { count = sizeof files / sizeof files[0] };

size_t embedded_file_count(void) { return count; }

const struct EmbeddedFile *embedded_file_at(size_t index) { return index < count ? &files[index] : NULL; }

const struct EmbeddedFile *embedded_file_named(const char *name) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(name, files[middle].name);
        if (order == 0) return &files[middle];
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return NULL;
}
