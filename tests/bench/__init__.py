"""Benchmarks: `python -m tests.bench NAME [--records N] [--json]`.

`NAME` is a module of this folder (a trailing underscore keeps a keyword apart: `import` lies in
`import_.py`) with

    RECORDS = 1_000_000                     # what it runs with when nobody says

    def run(records: int) -> Measured: ...  # tests.bench.result.Measured

Ratios are taken against a floor in the same process, interleaved (`tests.bench.floor`), so that
the load of the machine touches both alike.
"""
