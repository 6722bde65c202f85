/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --fields: checks the whole agreement against the input's header and shows what is read as what. */
#ifndef CMD_FIELDS_H
#define CMD_FIELDS_H

#include "cmd/filter.h"

/* Returns false after mistakes, which are reported. */
bool fields_report(struct filter *f);

#endif
