/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See backlog_page.h. */
#include "lead/backlog_page.h"

void backlog_page(const struct backlog_view *v, const struct grid *waiting, struct buf *out)
{
	(void)v, (void)waiting, (void)out;
}
