# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""examples/spark/ with a real Spark, against one process on one machine; speaks TAP. Called by `make check-spark`.

build/spark/venv/bin/python tests/spark/check.py             the tests
build/spark/venv/bin/python tests/spark/check.py tables      those with Delta's and Iceberg's packages, which TABLES names
build/spark/venv/bin/python tests/spark/check.py bench 2     rows a second on two workers, of ROWS

BIN is where the tools are; TABLES names packages as Maven does, such as 'io.delta:delta-spark_2.12:3.3.3'.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.path.abspath(os.environ.get("BIN", os.path.join(ROOT, "bin")))
sys.path.insert(0, os.path.join(ROOT, "examples", "spark"))
os.environ["PATH"] = BIN + os.pathsep + os.environ["PATH"]
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
for setting in ("LEADPIPE_NOW", "LEADPIPE_AGREEMENT", "LEADPIPE_DELIMITER"):
    os.environ.pop(setting, None)

from pyspark.sql import SparkSession, functions  # noqa: E402

sys.dont_write_bytecode = True
import leadpipe_spark as leadpipe  # noqa: E402

ROWS = int(os.environ.get("ROWS", 1000000))
NOW = "2026-10-31"
BENCH = os.path.join(ROOT, "tests", "bench")
RULES = os.path.join(BENCH, "bench.agreement")
STAGES = os.path.join(BENCH, "funnel.agreement")
WORK = tempfile.mkdtemp(prefix="leadpipe-spark-")


def session(workers, **more):
    """So many tasks at a time, and each may fail twice before the job does."""
    builder = (SparkSession.builder.master(f"local[{workers},3]").appName("leadpipe")
               .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
               .config("spark.sql.parquet.compression.codec", "uncompressed").config("spark.driver.memory", "2g")
               .config("spark.sql.shuffle.partitions", "4").config("spark.sql.session.timeZone", "Europe/Berlin")
               .config("spark.sql.files.openCostInBytes", "128m").config("spark.local.dir", WORK)
               .config("spark.sql.warehouse.dir", WORK).config("spark.log.level", "OFF"))
    for name, value in more.items():
        builder.config(name, value)
    return builder.getOrCreate()


def run(*line, given=None):
    return subprocess.run(line, input=given, stdout=subprocess.PIPE, check=True).stdout


def generated(name, *kind):
    path, generate = os.path.join(WORK, name), os.path.join(WORK, "generate")
    if not os.path.exists(generate):
        subprocess.run([*os.environ.get("CC", "cc").split(), "-O2", "-std=c17", "-D_GNU_SOURCE", "-o", generate,
                        os.path.join(BENCH, "generate.c")], check=True)
    with open(path, "wb") as out:
        subprocess.run([generate, str(ROWS), *kind], stdout=out, check=True)
    return path


def read_csv(spark, path):
    return spark.read.csv(path, header=True, escape='"')


# ---- the same bytes: rows as one process writes them, sorted, for partitions have no order


def line_of(df):
    """Cells in quotes where they need it; of null nothing, of an empty text two quotes."""

    def cell(name):
        it = functions.col("`" + name + "`")
        quoted = functions.concat(functions.lit('"'), functions.regexp_replace(it, '"', '""'), functions.lit('"'))
        return functions.when(it.isNull(), "").when((it == "") | it.rlike('[,"\\r\\n]'), quoted).otherwise(it)

    return df.select(functions.concat_ws(",", *[cell(name) for name in df.columns]))


def written(df, name):
    """Writes it as text on the executors, and returns the folder."""
    folder = os.path.join(WORK, name)
    line_of(df).write.text(folder)
    return folder


def digest(*files):
    """Of the lines of files, sorted."""
    with subprocess.Popen(["sort", *files], stdout=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"}) as sort:
        sum_ = hashlib.sha256()
        lines = 0
        while piece := sort.stdout.read(1 << 20):
            sum_.update(piece)
            lines += piece.count(b"\n")
    return lines, sum_.hexdigest()


def parts(folder):
    return [os.path.join(folder, name) for name in os.listdir(folder) if name.startswith("part-")]


# ---- an executor's tool that is killed


def descendants():
    """Of this process, by their ids: what each is called, and how many ticks of a processor it and those it has waited
    for took."""
    all_of_them = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
                text = stat.read()
            fields = text[text.rindex(")") + 2:].split()
            all_of_them[int(pid)] = int(fields[1]), text[text.index("(") + 1:text.rindex(")")], sum(map(int, fields[11:15]))
    found = {}
    for pid, (_, name, ticks) in all_of_them.items():
        above = pid
        while above in all_of_them and above != os.getpid():
            above = all_of_them[above][0]
        if above == os.getpid():
            found[pid] = name, ticks
    return found


def tools(name):
    """The tools that this process's own children have started, by their ids."""
    return [pid for pid, (called, _) in descendants().items() if called == name]


def processor():
    """Seconds of it that all have taken."""
    return sum(ticks for _, ticks in descendants().values()) / os.sysconf("SC_CLK_TCK")


class Killer:
    """Kills so many tools of this name, each when it has read some of its rows."""

    def __init__(self, name, most, after=ROWS * 200 // 8 // 4):
        self.name, self.most, self.after, self.killed, self.over = name, most, after, set(), False
        self.thread = threading.Thread(target=self.watch)

    def watch(self):
        while not self.over and len(self.killed) < self.most:
            for pid in tools(self.name):
                with contextlib.suppress(OSError, ValueError):
                    with open(f"/proc/{pid}/io", encoding="utf-8") as io:
                        read = int(io.readline().split()[1])
                    if read > self.after and pid not in self.killed and len(self.killed) < self.most:
                        os.kill(pid, signal.SIGKILL)
                        self.killed.add(pid)
            time.sleep(0.002)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over = True
        self.thread.join()


# ---- the tests


def check(is_so, why="that isn't so"):
    if not is_so:
        raise AssertionError(why)


def refuses(what, error, words):
    try:
        what()
    except error as said:
        check(words in str(said), f"said: {said}")
        return
    raise AssertionError(f"no {error.__name__}")


def a_million_rows(state):
    """one million rows come out as one process writes them, byte for byte, read from Parquet"""
    df = read_csv(state.spark, state.leads)
    df.repartition(8).write.parquet(os.path.join(WORK, "leads.parquet"))
    state.df = state.spark.read.parquet(os.path.join(WORK, "leads.parquet"))
    check(state.df.rdd.getNumPartitions() == 8, f"{state.df.rdd.getNumPartitions()} partitions")
    state.scored = leadpipe.score(state.df, "leadscore", "-q", "-a", RULES, "--now", NOW)
    state.want = os.path.join(WORK, "want")
    with open(state.want, "wb") as out:
        subprocess.run(["sh", "-c", 'leadscore -q -a "$0" --now "$1" "$2" | tail -n +2', RULES, NOW, state.leads],
                       stdout=out, check=True)
    state.sum = digest(state.want)
    check(state.sum[0] == ROWS, f"{state.sum[0]} rows")
    started = time.monotonic()
    got = digest(*parts(written(state.scored, "scored")))
    print(f"# {ROWS / (time.monotonic() - started):,.0f} rows a second, from Parquet to text, on two workers")
    check(got == state.sum, f"{got} is not {state.sum}")


def a_report(state):
    """a report from partials that are merged in a tree, byte for byte"""
    clocks = generated("clocks.csv", "clocks")
    options = ["-a", STAGES, "--now", NOW, "--by", "lead_source"]
    want = run("leadfunnel", "-q", *options, clocks).decode()
    df = read_csv(state.spark, clocks).repartition(40)
    got = leadpipe.report(df, "leadfunnel", "-q", *options)
    check(got == want, f"{got}\nis not\n{want}")
    got = leadpipe.report(df.limit(0), "leadfunnel", "-q", *options, merge=["-f", "json"])
    want = run("leadfunnel", "-q", *options, "--header-from", clocks, "-f", "json", given=b"").decode()
    check(got == want, f"{got}\nis not\n{want}")


def the_same_twice(state):
    """partitions of the very same rows are counted each; a partial that is merged twice is refused, as ever"""
    rows = [(str(n), "2026-07-01", "DE" if n % 3 else "FR", "Won" if n in (1, 2, 3) else "Open") for n in range(9)]
    once = state.spark.createDataFrame(rows, "id string, created string, country string, status string").coalesce(1)
    df = once.union(once).union(once.limit(0)).union(once.limit(0)).union(once)
    for options in (["--by", "country"], ["--lookback"]):
        options = ["-q", "--now", NOW, *options]
        got = leadpipe.report(df, "leadfunnel", *options)
        text = "id,created,country,status\n" + 3 * "".join(",".join(row) + "\n" for row in rows)
        want = run("leadfunnel", *options, given=text.encode()).decode()
        check(got == want, f"{got}\nis not\n{want}")
    command = leadpipe.Command(df, "leadfunnel", ["-q", "--now", NOW], ())
    counted = once.mapInArrow(leadpipe.counting(command, leadpipe.header_of([*once.columns, ""])), "part binary")
    part = bytes(counted.collect()[0].part)
    check(part == bytes(counted.collect()[0].part), "a second attempt makes another partial")
    refuses(lambda: leadpipe.merged(command, [part, part]), leadpipe.ToolFailed, "count the same rows (9 leads)")


def killed_once(state):
    """an executor's tool that is killed in the middle is run again, and nothing is missing or twice"""
    with Killer("leadscore", 1) as killer:
        folder = written(state.scored, "once")
    check(len(killer.killed) == 1, "nothing was killed")
    check(digest(*parts(folder)) == state.sum, "other rows")


def killed_always(state):
    """where every one is killed, the job fails, says by what, and commits nothing"""
    with Killer("leadscore", 1 << 30, after=0) as killer:
        refuses(lambda: written(state.scored, "always"), Exception, "leadscore: ended by signal 9")
    check(len(killer.killed) >= 3, f"{len(killer.killed)} attempts")
    folder = os.path.join(WORK, "always")
    check(not os.path.exists(os.path.join(folder, "_SUCCESS")) and not (os.path.exists(folder) and parts(folder)))


def killed_counting(state):
    """a report fails as well, or is whole"""
    options = ["-q", "-a", STAGES, "--now", NOW]
    df = read_csv(state.spark, os.path.join(WORK, "clocks.csv"))
    with Killer("leadfunnel", 1) as killer:
        got = leadpipe.report(df, "leadfunnel", *options)
    check(len(killer.killed) == 1, "nothing was killed")
    check(got == run("leadfunnel", *options, os.path.join(WORK, "clocks.csv")).decode(), "other figures")
    with Killer("leadfunnel", 1 << 30, after=0):
        refuses(lambda: leadpipe.report(df, "leadfunnel", *options), Exception, "leadfunnel: ended by signal 9")


def a_bad_row(state):
    """a cell that ends the tool fails the job with the tool's own words"""
    df = state.spark.createDataFrame([(str(n), "12" if n != 700 else "some") for n in range(1000)],
                                     "id string, employees string")
    bad = leadpipe.score(df, "leadscore", "--strict", "-e", "score s\n    +1 when employees > 3")
    refuses(bad.collect, Exception, "employees: not a number: 'some'")


def null_and_empty(state):
    """null and empty, quotes, delimiters, line ends and every script pass through, in one column, too"""
    cells = [None, "", " ", ",", '"', '""', "a\nb", "\r\n", "x,\"y\"\n", "Zoë 東京 🎈", "\\N", "null", "'=1", "\t", "#", "NaN"]
    df = state.spark.createDataFrame([(one, two) for one in cells for two in cells], "one string, `t \"w\" o` string")
    got = leadpipe.score(df, "leadscore", "-q", "-e", "score s")
    check(got.columns[:2] == df.columns, got.columns)
    check([tuple(row)[:2] for row in got.collect()] == [tuple(row) for row in df.collect()])
    one = df.select("one")
    got = leadpipe.score(one, "leadscore", "-q", "-c", "one").collect()
    check([row.one for row in got] == [row.one for row in one.collect()], [row.one for row in got])


def kinds(state):
    """moments keep their offset, dates and numbers are what they are, and a list is refused"""
    df = state.spark.sql("select timestamp'2026-07-01 12:30:00' at, timestamp_ntz'2026-07-01 12:30:00' clock, "
                         "date'2026-01-31' day, 17 n, 0.5 half, true flag, cast(null as int) nobody")
    row = leadpipe.score(df, "leadscore", "-q", "-e", "score s\n    +1 when at = date(\"2026-07-01 10:30\")\n"
                         "    +2 when day = 2026-01-31 and n = 17 and half = 0.5 and flag and nobody is missing").collect()[0]
    check(row.s == "3", row)
    check(row.at == "2026-07-01T12:30:00.000000+02:00" and row.clock == "2026-07-01 12:30:00", row)
    refuses(lambda: leadpipe.score(state.spark.sql("select array(1) many"), "leadscore"), TypeError, "'many' is array<int>")


def nothing(state):
    """no rows, empty partitions, rows that are left out, and a limit that ends tools early"""
    df = state.spark.createDataFrame([("1", "a@b.example")], "id string, email string")
    check(leadpipe.score(df.limit(0), "leadscore", "-q").collect() == [])
    check(len(leadpipe.score(df.repartition(5), "leadscore", "-q").collect()) == 1)
    check(leadpipe.score(df, "leadscore", "-q", "-w", "id = 2").collect() == [])
    check(len(state.scored.limit(5).collect()) == 5)
    end = time.monotonic() + 20
    while tools("leadscore") and time.monotonic() < end:
        time.sleep(0.1)
    check(not tools("leadscore"), "tools are left")


def one_time(state):
    """what the time is, is decided once, on the driver, and its settings hold everywhere"""
    df = state.spark.range(8, numPartitions=4).selectExpr("cast(id as string) id", "'2026-01-01 00:00:00' as made")
    options = ["-q", "-e", "field old age(made) when id is present", "-c", "old"]
    olds = {row.old for row in leadpipe.score(df, "leadscore", *options).collect()}
    check(len(olds) == 1, olds)
    os.environ["LEADPIPE_NOW"] = "2026-05-05 12:00"
    later = leadpipe.score(df, "leadscore", *options)
    del os.environ["LEADPIPE_NOW"]
    check({row.old for row in later.collect()} == {"2988:00:00"}, later.collect())


def folded(state):
    """a fold has all rows of a key in one partition"""
    rows = [(str(n % 50), f"2026-01-{1 + n // 50:02d}", str(n)) for n in range(1000)]
    df = state.spark.createDataFrame(rows, "lead string, at string, value string").repartition(7)
    options = ["-q", "-e", "fold history by lead sorted by at\n    first_one first value\n    last_one last value\n    n count"]
    got = leadpipe.fold(df, "lead", *options, "--fold", "history", order="at").collect()
    text = "lead,at,value\n" + "".join(",".join(row) + "\n" for row in rows)
    want = run("leadfold", *options, given=text.encode()).decode().splitlines()[1:]
    check(sorted(",".join(row) for row in got) == sorted(want), sorted(got)[:3])
    refuses(lambda: leadpipe.fold(df, "lead"), ValueError, "name the fold")
    refuses(lambda: leadpipe.score(df, "leadfold"), ValueError, "use fold()")


def routed(state):
    """leadroute by hash, and by nothing else"""
    with open(os.path.join(WORK, "team.csv"), "w", encoding="utf-8") as out:
        out.write("rep\nAnn\nBob\nCem\n")
    agreement = os.path.join(WORK, "route.agreement")
    with open(agreement, "w", encoding="utf-8") as out:
        out.write('roster "team.csv"\nroute all\n    share by hash\n')
    df = state.spark.range(300, numPartitions=5).selectExpr("cast(id as string) id")
    brought = [agreement, os.path.join(WORK, "team.csv")]
    got = leadpipe.score(df, "leadroute", "-q", "-a", agreement, files=brought).collect()
    want = run("leadroute", "-q", "-a", agreement, given="\n".join(["id", *map(str, range(300)), ""]).encode())
    check(sorted(",".join(cell or "" for cell in row) for row in got) == sorted(want.decode().splitlines()[1:]), got[:3])
    turns = ["-e", "route all"]
    refuses(lambda: leadpipe.score(df, "leadroute", "-a", agreement, *turns, files=brought), leadpipe.ToolFailed,
            "decides by all of them")
    refuses(lambda: leadpipe.score(df, "leadroute", "-a", agreement, "-s", "ledger"), ValueError, "a ledger is one file")


def refusals(state):
    """what needs all rows at once is refused before any job, and so is a wrong option"""
    df = state.spark.range(3).selectExpr("cast(id as string) id")
    refuses(lambda: leadpipe.score(df, "leadscore", "--top", "3"), ValueError, "--top and --backlog look at all rows")
    refuses(lambda: leadpipe.score(df, "leadsla", "--backlog"), ValueError, "--top and --backlog look at all rows")
    refuses(lambda: leadpipe.score(df, "leadscore", "--summary"), leadpipe.ToolFailed, "--no-header is for rows")
    refuses(lambda: leadpipe.score(df, "leadscore", "-a", "nowhere"), leadpipe.ToolFailed, "nowhere: the agreement can't be read")
    refuses(lambda: leadpipe.report(df, "leadscore", "--sumary"), leadpipe.ToolFailed, "sumary")
    refuses(lambda: leadpipe.score(df, "leadscores"), FileNotFoundError, "leadscores")


def brought_anew(state):
    """a file that was changed after Spark has brought it is refused, as the machines keep the old one"""
    agreement = os.path.join(WORK, "changed.agreement")
    df = state.spark.range(3).selectExpr("cast(id as string) id")
    for points in "12":
        with open(agreement, "w", encoding="utf-8") as out:
            out.write(f"score s\n    +{points} when id is present\n")
        if points == "1":
            got = leadpipe.score(df, "leadscore", "-q", "-a", agreement, files=[agreement]).collect()
            check({row.s for row in got} == {"1"}, got)
    refuses(lambda: leadpipe.score(df, "leadscore", "-a", agreement, files=[agreement]), ValueError, "keeps it")


def ended_early(state):
    """a tool that ends well before it has read all rows fails the job"""
    early = os.path.join(WORK, "early")
    with open(early, "w", encoding="utf-8") as out:
        out.write('#!/bin/sh\ncase "$*" in *--no-header*) head -c 99999;; *) echo id;; esac\n')
    os.chmod(early, 0o755)
    df = state.spark.range(1000000, numPartitions=1).selectExpr("cast(id as string) id")
    refuses(leadpipe.score(df, early).collect, Exception, "early: exit 0")


def agreements(state):
    """a merge is given the agreement, however its option is spelled"""
    found = leadpipe.agreement_of(["-q", "-qa", "x", "--by", "a", "-ex y", "--agree=z", "--stat", "s", "-w", "m"])
    check(found == ["-qa", "x", "-ex y", "--agree=z", "--stat", "s"], found)


def pipe_is_deaf(state):
    """rdd.pipe, which the manual warns of, takes a tool that failed for one that ended"""
    lines = state.spark.sparkContext.parallelize(["id", "1", "2"], 1)
    check(lines.pipe("false").collect() == [])


# ---- tables of formats that Spark has packages for

DELTA, ICEBERG = "io.delta:", "org.apache.iceberg:"
SETTINGS = {
    DELTA: {"spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
            "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog"},
    ICEBERG: {"spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
              "spark.sql.catalog.lake": "org.apache.iceberg.spark.SparkCatalog",
              "spark.sql.catalog.lake.type": "hadoop",
              "spark.sql.catalog.lake.warehouse": os.path.join(WORK, "lake")},
}


def with_packages(packages):
    """A session that has them, or why there is none."""
    settings = {"spark.jars.packages": ",".join(packages),
                "spark.jars.ivy": os.path.abspath(os.path.join(os.environ.get("BUILD", "build"), "spark", "ivy"))}
    for family, more in SETTINGS.items():
        if any(package.startswith(family) for package in packages):
            extensions = [settings.get("spark.sql.extensions"), more["spark.sql.extensions"]]
            settings = {**settings, **more, "spark.sql.extensions": ",".join(filter(None, extensions))}
    try:
        return session(2, **settings), None
    except Exception as error:  # pylint: disable=broad-except # Java has said more about it
        return None, f"Spark doesn't start with {' '.join(packages)}: {str(error).splitlines()[0]}"


def a_table(spark, name, kind, read):
    """One that was changed is read as it is now: each column as text, null and empty apart, and reported."""
    columns = ["id", "name", "budget", "created", "clock", "day", "employees", "share", "status"]
    spark.sql(f"create table {name} (id string, name string, budget decimal(12,2), created timestamp, clock timestamp_ntz, "
              f"day date, employees int, share double, status string) using {kind}")
    moments = "timestamp'2026-07-01 12:30:00', timestamp_ntz'2026-07-01 12:30:00.25', date'2026-01-31'"
    spark.sql(f"insert into {name} values ('1', 'Zoë \"Z\"', 1234.5, {moments}, 17, 2.5e7, 'Won'), "
              f"('2', '', 0, {moments}, 17, 0.5, 'Open'), ('3', 'gone', 1, {moments}, 1, 1, 'Won')")
    spark.sql(f"insert into {name} values ('4', null, null, null, null, null, null, null, null), "
              f"('5', 'old', 1, {moments}, 17, 0.5, 'Won')")
    spark.sql(f"delete from {name} where id = '3'")
    spark.sql(f"update {name} set name = 'new' where id = '5'")
    df = read()
    check(df.columns == columns, df.columns)
    moments = ("2026-07-01T12:30:00.000000+02:00", "2026-07-01 12:30:00.25", "2026-01-31")
    rows = [("1", 'Zoë "Z"', "1234.50", *moments, "17", "2.5E7", "Won"), ("2", "", "0.00", *moments, "17", "0.5", "Open"),
            ("4", *[None] * 8), ("5", "new", "1.00", *moments, "17", "0.5", "Won")]
    rule = "\n    +".join(["score s", "1 when name is present", "10 when budget = 1234.5 and share = 25000000",
                           '100 when created = date("2026-07-01 10:30") and day = 2026-01-31 and employees = 17',
                           "1000 when budget is missing and created is missing and employees is missing"])
    got = leadpipe.score(df, "leadscore", "-q", "-e", rule).collect()
    want = [(*row, points, points) for row, points in zip(rows, ("111", "100", "1000", "101"))]
    check(sorted(map(tuple, got)) == want, sorted(got))
    text = "".join(",".join(cell.replace('"', "'") if cell else "" for cell in row) + "\n" for row in [columns, *rows])
    for options in (["--by", "status"], ["--by", "employees"], ["--by", "created"]):
        options = ["-q", "--now", NOW, *options]
        check(leadpipe.report(df, "leadfunnel", *options) == run("leadfunnel", *options, given=text.encode()).decode())


def a_delta_table(state):
    """a Delta table, as it is after a delete and an update: each column as text, null and empty apart, and a report"""
    path = os.path.join(WORK, "leads.delta")
    a_table(state.spark, f"delta.`{path}`", "delta", lambda: state.spark.read.format("delta").load(path))


def an_iceberg_table(state):
    """an Iceberg table, likewise"""
    a_table(state.spark, "lake.crm.leads", "iceberg", lambda: state.spark.table("lake.crm.leads"))


def tables():
    packages = os.environ.get("TABLES", "").split()
    state = State()
    why = None
    if packages:
        state.spark, why = with_packages(packages)
    missing = {family: None if any(package.startswith(family) for package in packages)
               else f"TABLES names no package of {family}" for family in (DELTA, ICEBERG)}
    return run_all([(a_delta_table, missing[DELTA] or why), (an_iceberg_table, missing[ICEBERG] or why)], state)


class State:
    spark = df = scored = leads = want = sum = None


def run_all(all_tests, state):
    """A test is skipped if it has a reason."""
    failed = 0
    for number, (test, skipped) in enumerate(all_tests, 1):
        started = time.monotonic()
        try:
            if not skipped:
                test(state)
            print(f"ok {number} - {test.__doc__}" + (f" # SKIP {skipped}" if skipped else ""), flush=True)
        except Exception:  # pylint: disable=broad-except # any is a failed test
            failed += 1
            print(f"not ok {number} - {test.__doc__}")
            print("".join("# " + line + "\n" for line in traceback.format_exc().splitlines()), end="", flush=True)
        print(f"# {time.monotonic() - started:.1f} s", flush=True)
    print(f"1..{len(all_tests)}")
    if state.spark:
        state.spark.stop()
    return 1 if failed else 0


def tests():
    state = State()
    state.leads = generated("leads.csv")
    state.spark = session(2)
    print(f"# Spark {state.spark.version}")
    all_tests = [a_million_rows, killed_once, killed_always, a_report, the_same_twice, killed_counting, a_bad_row,
                 null_and_empty, kinds, nothing, one_time, folded, routed, refusals, brought_anew, ended_early, agreements,
                 pipe_is_deaf]
    return run_all([(test, None) for test in all_tests], state)


def bench(workers):
    spark = session(workers)
    leads = generated("leads.csv")
    read_csv(spark, leads).repartition(8).write.parquet(os.path.join(WORK, "leads.parquet"))
    df = spark.read.parquet(os.path.join(WORK, "leads.parquet"))
    for what, rows in (("read and written by Spark alone", df),
                       ("through leadscore", leadpipe.score(df, "leadscore", "-q", "-a", RULES, "--now", NOW))):
        rows.write.format("noop").mode("overwrite").save()  # the first run starts Python's workers
        took = []
        before = processor()
        for _ in range(3):
            started = time.monotonic()
            rows.write.format("noop").mode("overwrite").save()
            took.append(time.monotonic() - started)
        print(f"{workers} workers, {what}: {ROWS / sorted(took)[1]:,.0f} rows a second, "
              f"{3 * ROWS / (processor() - before):,.0f} for each second of a processor", flush=True)
    spark.stop()
    return 0


if __name__ == "__main__":
    try:
        code = {"bench": lambda: bench(int(sys.argv[2])), "tables": tables}.get("".join(sys.argv[1:2]), tests)()
    finally:
        shutil.rmtree(WORK, ignore_errors=True)
    sys.exit(code)
