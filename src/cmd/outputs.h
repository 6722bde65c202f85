/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a run writes: never twice to one place, and never over a file that it reads or keeps. */
#ifndef CMD_OUTPUTS_H
#define CMD_OUTPUTS_H

#include "cmd/filter.h"

/*
 * Asked before anything is opened for writing, and again when more files have been read. No output may be the
 * same file as another output or as a file that was noted (base/same_file.h). Only --output may be an input,
 * because it is written beside it and renamed. Returns false after a mistake, which is reported.
 */
bool outputs_apart(struct filter *f);

/* Is the map of ids none of the inputs? The same. */
bool map_apart(struct filter *f, const char *path);

/* The same for one of the files of --split, which may be no input either. */
bool outputs_take(struct filter *f, const char *path);

#endif
