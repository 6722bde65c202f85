/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which rows are one lead by a matcher of one's own (Splink, dedupe): a CSV of ids and their clusters. To the
 * joining it is a `same lead` statement with one key, the cluster of the row's id, under any name; what is
 * apart and what is kept is the agreement's.
 */
#ifndef SAME_CLUSTERS_H
#define SAME_CLUSTERS_H

#include "agreement/fields.h"

struct clusters;

/*
 * Reads the file, all of it. The ids are in the column that is called as the input's own, or in unique_id or
 * id; their clusters in cluster_id, cluster or z_cluster. Where several files are read, source_dataset or
 * file says which one an id is of. Ids are compared by their bytes. NULL after a mistake, which is reported.
 * What is given outlives it. `id`: the input's columns of ids,
 * one for each system that has its own; `file`: as batches name them.
 */
struct clusters *clusters_bind(const char *path, struct names *n, const size_t *id, size_t ids,
			       const char *const *file, size_t files);
void clusters_free(struct clusters *c);

/* To be bound in place of the agreement's own. Valid as long as the names. */
const struct same_lead *clusters_lead(const struct clusters *c);

/* After all rows: notes the ids that only one side has. False: not one id is on both, which is reported, for
 * nothing would have been joined. */
bool clusters_check(const struct clusters *c, struct diags *diags);

#endif
