/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading an agreement whole: its text, and the statements of -e before it. */
#include "agreement/model.h"

#include <errno.h>

#include "agreement/builtin.h"
#include "agreement/check.h"
#include "agreement/statement.h"
#include "base/file.h"

size_t agreement_stage(const struct agreement *a, struct str name)
{
	for (size_t i = 0; i < a->stages.n; i++)
		if (str_same(a->stages.at[i].name.text, name))
			return i;
	return SIZE_MAX;
}

size_t agreement_score(const struct agreement *a, struct str name)
{
	for (size_t i = 0; i < a->scores.n; i++)
		if (str_same(a->scores.at[i].name.text, name))
			return i;
	return SIZE_MAX;
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
