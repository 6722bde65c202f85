/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many records in the order of the number that each begins with. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>

/* Sorts n records of so many bytes, each of which begins with an int64_t, ascending by it; equal ones stay in
 * their order. Needs the same amount of memory again while it works. */
void sort_by_first(void *records, size_t n, size_t bytes);

#endif
