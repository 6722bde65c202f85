/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes names distinct. The first of several equal names keeps it, the second `a` becomes `a[2]`, as the
 * language calls it. If another one already has that name, it becomes `a[2][2]`.
 */
#ifndef BASE_APART_H
#define BASE_APART_H

#include "base/arena.h"

/* n names, no two alike, in the arena or borrowed from `name`. */
struct str *names_apart(struct arena *arena, const struct str *name, size_t n);

#endif
