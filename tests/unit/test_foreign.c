/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that aren't what they are taken for, by their first bytes; and headers that merely look like one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/foreign.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define B(literal)                           \
	{                                    \
		literal, sizeof(literal) - 1 \
	}

/* A tar archive's first 300 bytes, and a zip archive's up to the name of its first file. */
#define TEN(x) x x x x x x x x x x
#define TAR_HEAD \
	"a.csv\0\0" TEN("\0\0\0\0\0\0\0\0\0\0") TEN("\0\0\0\0\0\0\0\0\0\0") TEN("0000\0") "ustar\000000"
#define ZIP_HEAD "PK\3\4\x14\0\6\0\x08\0\0\0!\0abcdefghijkl\x13\0\0\0"

static const struct {
	struct str head;
	const char *words; /* that are among what is said */
} foreign[] = {
	{ B("\xFD"
	    "7zXZ\0\0\4"),
	  "xz -dc" },
	{ B("BZh91AY&SY\x12"), "bzip2 -dc" },
	{ B("BZh9\x17\x72\x45\x38\x50\x90\0"), "bzip2 -dc" },
	{ B("\x04\x22\x4D\x18\x64"), "lz4 -dc" },
	{ B("\x1F\x9D\x90"), "gzip -dc" },
	{ B("\x1F\x8B\x08\0"), "gzip -dc first" },
	{ B("7z\xBC\xAF\x27\x1C\0"), "7z x -so" },
	{ B(TAR_HEAD), "tar -xO" },
	{ B(ZIP_HEAD "leads.csv"), "this is a zip archive; unzip -p makes it readable" },
	{ B(ZIP_HEAD "[Content_Types].xml"), "an Excel workbook; soffice" },
	{ B(ZIP_HEAD "xl/workbook.xml"), "an Excel workbook" },
	{ B(ZIP_HEAD "mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), "OpenDocument" },
	{ B("PK\3\4"), "unzip -p" },
	{ B("PK\5\6\0\0"), "unzip -p" },
	{ B("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0"), "in2csv" },
	{ B("PAR1\x15\x04"), "duckdb" },
	{ B("%PDF-1.7\n%\xE2\xE3"), "pdftotext" },
	{ B("\xEF\xBB\xBF%PDF-1.7"), "pdftotext" },
	{ B("SQLite format 3\0\x10"), "sqlite3" },
	{ B("\xFF\xFE"
	    "E\0"),
	  "iconv -f UTF-16 " },
	{ B("\xFE\xFF"), "iconv -f UTF-16 " },
	{ B("\xFF\xFE\0\0E\0\0\0"), "iconv -f UTF-32 " },
	{ B("\0\0\xFE\xFF"), "iconv -f UTF-32 " },
	{ B("E\0m\0a\0\r\0\n\0a\0"), "iconv -f UTF-16LE " },
	{ B("\0E\0m\0,\0A\0\n"), "iconv -f UTF-16BE " },
	{ B("E\0m\0"), "iconv -f UTF-16LE " },			      /* no line end */
	{ B("\x1F\x04,\0\x1E\x04\x1C\x04\n\0x\0"), "UTF-16LE " },     /* Cyrillic: one comma */
	{ B("\x59\xD3\0,\x90\xAE\x7B\xB1\0\r\0\n\0a"), "UTF-16BE " }, /* Chinese */
	{ B("E\0\0\0m\0\0\0\n\0\0\0"), "iconv -f UTF-32LE " },
	{ B("\0\0\0E\0\0\0m"), "iconv -f UTF-32BE " },

	{ B("{\"Email\": \"a\"}\n"), "mlr --ijson --ocsv cat" },
	{ B("{ \"a\":1}"), "JSON" },
	{ B("[{\"a\":1}]"), "JSON" },
	{ B("[ [\"a\"], [1]]"), "JSON" },
	{ B("[\r\n  {\n"), "JSON" },
	{ B("{\n"), "JSON" },
	{ B("["), "JSON" },
	{ B("[]\n"), "JSON" },
	{ B(" {} \r\n"), "JSON" },
	{ B("\xEF\xBB\xBF\xEF\xBB\xBF\n\t[\"a\"]"), "JSON" },
	{ B("<!DOCTYPE html>\n<html>"), "HTML" },
	{ B("\r\n\r\n<html lang=\"en\">"), "HTML" },
	{ B("<HTML\n"), "HTML" },
	{ B("<table>\n"), "HTML" },
	{ B("<table border=1><tr><td>a,b</td>"), "HTML" },
	{ B("<!-- saved -->"), "HTML" },
	{ B("\xEF\xBB\xBF<?xml version=\"1.0\"?>"), "XML" },
};

static const struct str headers[] = {
	B(""),
	B("Email"),
	B("Email,Name\n1,\0\n"),
	B("Em\0ail,Name\n"), /* a 0 that strayed in */
	B("Name\0,x\n"),
	B(" a\0b\0c "),
	B("Email,Name\n\0"),
	B("\xEF\xBB\xBF"
	  "Email\n"),
	B("Name\n\xD0\x98,\0"),
	B("[Email],Name\n"),
	B("[1],[2]\n"),
	B("[],x\n"),
	B("{Email},x\n"),
	B("{},x\n"),
	B("\"{\",x\n"),
	B("<b>,x\n"),
	B("<Email>,<Name>\n"),
	B("<table>,<body>\n"),
	B("<table>;x\n"),
	B("<tables>\n"),
	B("<,x\n"),
	B("<"),
	B("PK,Name\n"),
	B("PK\n"),
	B("PAR1,x\n"),
	B("%PDF\n"),
	B("%PDF-x,y\n"),
	B("BZh9,x\n"),
	B("BZh\n1AY&SY\n"),
	B("7z,x\n"),
	B("Rar!,x\n"),
	B("Obj,x\n"),
	B("\xFE,x\n"),
	B("\xE5\xA7\x93\xE5\x90\x8D,\xE9\x82\xAE\xE7\xAE\xB1\n"),
};

static void files_are_recognized(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(foreign); i++) {
		const char *words = foreign_file(foreign[i].head);
		if (!words || !strstr(words, foreign[i].words))
			fail_msg("%zu, %s: %s", i, foreign[i].words, words ? words : "a header");
	}
}

static void a_header_is_a_header(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(headers); i++)
		if (foreign_file(headers[i]))
			fail_msg("%zu, '%s': %s", i, headers[i].p, foreign_file(headers[i]));
}

/* Read byte by byte, judged as soon as it can be: the same as of the whole. */
static void enough_is_enough(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(foreign) + LENGTH(headers); i++) {
		struct str all = i < LENGTH(foreign) ? foreign[i].head : headers[i - LENGTH(foreign)];
		size_t n = 0;
		while (n < all.n && !foreign_settled(str_slice(all, 0, n)))
			n++;
		if (foreign_bytes(str_slice(all, 0, n)) != foreign_bytes(all))
			fail_msg("%zu: %zu bytes are not enough", i, n);
	}
}

static void bytes_far_down_do_not_count(void **state)
{
	char text[600];

	(void)state;
	memset(text, 'x', sizeof text);
	memcpy(text + 257, "ustar", 5);
	assert_non_null(foreign_bytes((struct str){ text, sizeof text }));
	text[20] = '\n';
	assert_null(foreign_bytes((struct str){ text, sizeof text }));
	assert_true(foreign_settled((struct str){ text, 21 }));
	memset(text, 0, sizeof text);
	assert_false(foreign_settled((struct str){ text, FOREIGN_LOOK - 1 }));
	assert_true(foreign_settled((struct str){ text, FOREIGN_LOOK }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_recognized),
		cmocka_unit_test(a_header_is_a_header),
		cmocka_unit_test(enough_is_enough),
		cmocka_unit_test(bytes_far_down_do_not_count),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
