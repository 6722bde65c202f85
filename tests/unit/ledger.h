/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests of the ledger share: one in a file of the test's, opened, and what was heard of it. */
#ifndef TESTS_LEDGER_H
#define TESTS_LEDGER_H

#include "table.h"

#include "base/file.h"
#include "route/ledger.h"
#include "time/instant.h"

#define HEADER "lead_id,owner,team,route,pool,at,run\n"
#define HEX    "0123456789abcdef"
#define REST   "," HEX ",2026-03-02T09:00:00Z," HEX "\n"
#define ONE    "1,ana,emea,big" REST
#define TWO    "2,bob,us,small" REST

static struct diags diags;

/* What a reading heard, a line an entry: "id|owner|team|route|pool|at|run". */
static struct buf heard;

static inline void hear(void *ctx, const struct ledger_entry *e)
{
	(void)ctx;
	buf_print(&heard, "%.*s|%.*s|%.*s|%.*s|%llx|%lld|%llx\n", STR_ARG(e->lead_id), STR_ARG(e->owner),
		  STR_ARG(e->team), STR_ARG(e->route), (unsigned long long)e->pool,
		  (long long)instant_us(e->at), (unsigned long long)e->run);
}

static inline void forget(void)
{
	diags_release(&diags);
	diags = (struct diags){ .tool = "t" };
	buf_clear(&heard);
}

static inline struct ledger *load(const char *path)
{
	forget();
	struct ledger *l = ledger_open(path, NULL, hear, NULL, NULL, &diags);
	table_hide_folder(&diags.out);
	table_hide_folder(&diags.notes);
	return l;
}

static inline struct ledger *loaded(const char *path)
{
	struct ledger *l = load(path);

	if (!l)
		fail_msg("%s", diags.out.p);
	return l;
}

static inline const char *file(const char *text)
{
	return table_file("x.ledger", text, strlen(text));
}

static inline void same(struct buf *b, const char *want)
{
	buf_char(b, '\0');
	b->n--;
	assert_string_equal(b->p, want);
}

static inline void holds(const char *path, const char *want, size_t n)
{
	struct buf b = { 0 };

	assert_true(file_read(path, &b));
	assert_int_equal(b.n, n);
	assert_memory_equal(b.n ? b.p : "", want, n);
	buf_release(&b);
}

static inline void has_owner(const struct ledger *l, const char *id, const char *owner)
{
	struct ledger_entry e;
	bool found = ledger_find(l, str_from(id), &e);

	assert_int_equal(found, owner != NULL);
	if (owner)
		assert_true(str_eq(e.owner, str_from(owner)));
}

static inline struct ledger_entry entry(const char *id, const char *owner)
{
	return (struct ledger_entry){ .lead_id = str_from(id),
				      .owner = str_from(owner),
				      .team = STR("emea"),
				      .route = STR("big"),
				      .pool = 0x0123456789abcdef,
				      .run = 1,
				      .at = instant_of(INT64_C(1772442000000000)) };
}

static inline void add(struct ledger *l, const char *id, const char *owner)
{
	struct ledger_entry e = entry(id, owner);

	ledger_add(l, &e);
}

#endif
