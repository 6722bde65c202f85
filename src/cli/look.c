/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a terminal can do. Only a terminal is asked: a file or a pipe gets the same bytes wherever the tool
 * runs and whoever runs it, unless COLUMNS says how wide a table is to be.
 */
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/number.h"
#include "cli/option.h"

static const char *setting(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

enum { NARROWEST = 20, WIDEST = 1000, COMMON = 80 };

static int width_of(int fd, bool terminal)
{
	const char *columns = setting("COLUMNS");
	struct winsize size;
	int64_t n;

	if (columns && number_read_whole(str_from(columns), NARROWEST, WIDEST, &n))
		return (int)n;
	return terminal && ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col >= NARROWEST ? size.ws_col
											 : COMMON;
}

static bool speaks_utf8(void)
{
	static const char *const deciding[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *locale = NULL;

	for (int i = 0; i < 3 && !locale; i++)
		locale = setting(deciding[i]);
	return locale && (strcasestr(locale, "utf-8") || strcasestr(locale, "utf8"));
}

struct look look_of_file(void)
{
	return (struct look){ .width = width_of(-1, false), .utf8 = true };
}

struct look look_of(int fd, const char *color_option)
{
	const char *term = setting("TERM");
	bool terminal = isatty(fd), always = color_option && strcmp(color_option, "always") == 0,
	     never = color_option && strcmp(color_option, "never") == 0;

	return (struct look){
		.width = width_of(fd, terminal),
		.color = always ||
			 (!never && terminal && term && strcmp(term, "dumb") != 0 && !setting("NO_COLOR")),
		.utf8 = !terminal || speaks_utf8(),
	};
}
