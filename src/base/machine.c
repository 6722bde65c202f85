/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled before all others, so that a machine it can't be built for is told so in one sentence. */
_Static_assert(sizeof(void *) == 8 && sizeof(long) == 8,
	       "Leadpipe needs a 64-bit system, as it maps large files and counts in 128 bits: use a 64-bit "
	       "compiler");
