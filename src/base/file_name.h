/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A value as part of a file's name. A name depends on its value alone, so the file of a value is called the
 * same in every run, whatever other values there are. Most values are their own names. One that can't be a
 * name on every system has `_` in place of what can't, and behind a `~` a mark that is made from the value,
 * so that no two values have names that differ in case at most. No other name has a `~`.
 */
#ifndef BASE_FILE_NAME_H
#define BASE_FILE_NAME_H

#include "base/buf.h"

/* The name of what has no value. No value has it. */
#define FILE_NAME_NONE "_none"

/* Appends the name of a value (which is as text_plain gives it, and not empty) and returns true if it is the
 * value itself. At most 110 bytes. */
bool file_name_add(struct buf *out, struct str value);

#endif
