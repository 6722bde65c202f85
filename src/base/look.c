/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each format can do: see look.h. */
#include "base/look.h"

#define KIND(name, word, ...) [FORMAT_##name] = { __VA_ARGS__ },

const struct format_kind format_kinds[FORMATS] = { FOR_FORMATS(KIND, ) };
