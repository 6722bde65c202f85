/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading an agreement whole: its text, and the statements of -e before it. */
#include "agreement/model.h"

#include <errno.h>

#include "agreement/builtin.h"
#include "agreement/check.h"
#include "agreement/statement.h"
#include "base/file.h"

/* Among n structs that begin with their struct word. */
static size_t find(const void *first, size_t n, size_t each, struct str name)
{
	for (size_t i = 0; i < n; i++) {
		const struct word *w = (const void *)((const char *)first + i * each);
		if (str_same(w->text, name))
			return i;
	}
	return SIZE_MAX;
}

size_t agreement_stage(const struct agreement *a, struct str name)
{
	return find(a->stages.at, a->stages.n, sizeof *a->stages.at, name);
}

size_t agreement_stage_asked(const struct agreement *a, const char *option, const char *name,
			     struct diags *diags)
{
	size_t stage = agreement_stage(a, str_from(name));

	if (stage == SIZE_MAX) {
		struct str near =
			nearest(str_from(name), &CANDIDATES(a->stages.at, a->stages.n, name.text), 1);
		diag_error(diags, "%s: there is no stage '%s'" DID_YOU_MEAN, option, name,
			   DID_YOU_MEAN_ARG(near));
	}
	return stage;
}

size_t agreement_exit(const struct agreement *a, struct str name)
{
	return find(a->exits.at, a->exits.n, sizeof *a->exits.at, name);
}

size_t agreement_score(const struct agreement *a, struct str name)
{
	return find(a->scores.at, a->scores.n, sizeof *a->scores.at, name);
}

size_t agreement_sla(const struct agreement *a, struct str name)
{
	return find(a->slas.at, a->slas.n, sizeof *a->slas.at, name);
}

size_t agreement_calendar(const struct agreement *a, struct str name)
{
	return find(a->calendars.at, a->calendars.n, sizeof *a->calendars.at, name);
}

const struct step *agreement_step(const struct agreement *a, const struct expr *name)
{
	size_t stage = SIZE_MAX, exit = SIZE_MAX;

	if (name->op == EXPR_NAME && (stage = agreement_stage(a, name->text)) == SIZE_MAX)
		exit = agreement_exit(a, name->text);
	return stage != SIZE_MAX ? &a->stages.at[stage] : exit != SIZE_MAX ? &a->exits.at[exit] : NULL;
}

/* A text of the arena; its folder is what the path has before its last slash. */
static struct text *text_new(struct agreement *a, const char *name, struct str body)
{
	struct text *t = ARENA_NEW(&a->arena, struct text);
	const char *slash = strrchr(name, '/');

	t->name = arena_copy(&a->arena, str_from(name)).p;
	t->folder = slash == name ? "/"
		    : slash	  ? arena_copy(&a->arena, (struct str){ name, (size_t)(slash - name) }).p
				  : "";
	t->body = body;
	return t;
}

void agreement_read(struct agreement *a, const char *file, const struct str *layers, size_t nlayers,
		    struct diags *diags)
{
	struct buf body = { 0 };

	*a = (struct agreement){ .decimal = '.' };
	for (size_t i = 0; i < nlayers; i++)
		statements_read(a, text_new(a, "-e", arena_copy(&a->arena, layers[i])), a->said, diags);
	if (!file)
		a->text = text_new(a, "built-in agreement", agreement_builtin());
	else if (file_read(file, &body))
		a->text = text_new(a, file, arena_copy(&a->arena, buf_view(&body)));
	else
		diag_error(diags, "%s: the agreement can't be read: %s", file, file_why(errno));
	buf_release(&body);
	if (!a->text)
		return;
	struct str s = a->text->body;
	bool utf16 = str_starts(s, STR("\xFF\xFE")) ||
		     str_starts(s, STR("\xFE\xFF")); /* the parser has a word for it */
	const char *zero = file && s.n && !utf16 ? memchr(s.p, 0, s.n) : NULL;
	if (zero) {
		diag_error(diags, "%s: this is no agreement: there is a byte 0x00 in line %u", file,
			   diag_place(a->text, (uint32_t)(zero - s.p)).line);
		return;
	}
	statements_read(a, a->text, a->said, diags);
	if (diags->errors)
		return;
	agreement_leave_out(a, diags);
	agreement_check(a, diags);
}

void agreement_release(struct agreement *a)
{
	zone_free(a->zone);
	for (size_t i = 0; i < a->calendars.n; i++)
		zone_free(a->calendars.at[i].zone);
	arena_release(&a->arena);
}
