/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests of rosters and of routes share: leads, as in lead.h, and a roster given as text. */
#ifndef TESTS_ROSTER_H
#define TESTS_ROSTER_H

#include "tests/unit/lead.h"

#include "lead/roster.h"

struct staff {
	struct leads leads;
	struct roster *roster; /* NULL: a mistake, in leads.diags */
	int fd;
};

/* The agreement without its roster; bind more after it, then leads_begin. */
static inline void staff_init(struct staff *s, const char *roster, size_t n, const char *agreement,
			      const char *csv, const char *now)
{
	struct buf text = { 0 };

	s->fd = memfd_create("roster", 0);
	assert_int_equal(write(s->fd, roster, n), (ssize_t)n);
	buf_print(&text, "roster \"/proc/self/fd/%d\"\n%s", s->fd, agreement);
	buf_char(&text, '\0');
	leads_init(&s->leads, text.p, csv, now);
	s->roster = roster_read(s->leads.names);
	buf_release(&text);
}

static inline void staff_release(struct staff *s)
{
	leads_release(&s->leads);
	roster_free(s->roster);
	close(s->fd);
}

#endif
