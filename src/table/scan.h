/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scan: where cells and rows end. It can stop after any byte and continue when more have been read into
 * the same buffer; its marks don't depend on where it stopped or which instructions it used.
 */
#ifndef TABLE_SCAN_H
#define TABLE_SCAN_H

#include "table/record.h"

enum scan_fault { SCAN_GOOD, SCAN_TEXT_AFTER_QUOTE, SCAN_OPEN_QUOTE };

/* The state between two bytes, where a row of unusual quoting is read byte by byte. */
enum scan_slow { SLOW_NOT, SLOW_START, SLOW_PLAIN, SLOW_QUOTED, SLOW_CLOSED, SLOW_CLOSED_CR };

struct scan {
	uint64_t in_quote; /* all ones when the next byte is inside quotes, else 0 */
	uint64_t may_open; /* 1: a quote as the next byte is no bare one (a cell, or a doubled quote, begins)
			    */
	uint64_t after_close; /* 1: the byte before was a closing quote */
	bool after_cr;	      /* the byte before was a CR behind a closing quote: only LF may follow */
	bool inner_newline;   /* a newline stood inside quotes, so rows are fewer than lines */
	enum scan_slow slow;
	enum scan_fault fault;
	size_t fault_at; /* the byte after the closing quote, or the quote that was opened */
	size_t at;	 /* bytes of the batch that have been scanned */
};

/* Scans b->buf up to `to`, which must be readable for 64 bytes more. Stops at a fault. */
typedef void scan_fn(struct scan *s, struct batch *b, size_t to);

/* By name (scalar, sse2, avx2, avx512, neon; NULL: the best this machine has). NULL: not on this machine. */
scan_fn *scan_choose(const char *name);
void scan_names(struct buf *out); /* of those that this machine has: "sse2 or scalar" */

/* Is the number of quotes in these bytes odd? With the instructions of that scanner; 64 bytes more must be
 * readable. */
bool scan_odd_quotes(scan_fn *scan, const char *p, size_t n);

/* Before a batch's first byte; its marks are emptied. */
void scan_start(struct scan *s, struct batch *b);

/* The input ends at b->buf + to: closes a last row that has no line end, or finds its quote open. */
void scan_finish(struct scan *s, struct batch *b, size_t to);

#endif
