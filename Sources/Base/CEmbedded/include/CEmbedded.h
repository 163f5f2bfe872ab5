#pragma once

#include <stddef.h>

/// A file that was embedded when the package was built: mappings, terminology tables, the model study's cohort.
///
/// Its bytes are read-only, live as long as the process, start at a multiple of eight and are followed by a zero byte
/// that `length` does not count.
struct __attribute__((swift_attr("@Sendable"))) EmbeddedFile {
    /// The path from the package's root, such as `mappings/sdtm/ae.yaml`.
    const char *_Nonnull name;
    /// The first byte.
    const unsigned char *_Nonnull bytes;
    /// The number of bytes.
    size_t length;
};

/// How many files are embedded.
size_t embedded_file_count(void) __attribute__((swift_name("getter:EmbeddedFile.count()")));

/// The file at an index below the count, in the order of the names' bytes; NULL beyond it.
const struct EmbeddedFile *_Nullable embedded_file_at(size_t index) __attribute__((swift_name("EmbeddedFile.at(_:)")));

/// The file of a name, NULL when there is none.
const struct EmbeddedFile *_Nullable embedded_file_named(const char *_Nonnull name)
    __attribute__((swift_name("EmbeddedFile.named(_:)")));
