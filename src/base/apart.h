/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names told apart. The first of those spelled alike keeps its name, the
 * second `a` is `a[2]`, which is what the language calls it. Where that is the
 * name of another one it is told apart again: `a[2][2]`.
 */
#ifndef BASE_APART_H
#define BASE_APART_H

#include "base/arena.h"

/* n names of which no two are alike, in the arena or where `name` has them. */
struct str *names_apart(struct arena *arena, const struct str *name, size_t n);

#endif
