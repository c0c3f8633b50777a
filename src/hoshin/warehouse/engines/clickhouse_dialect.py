"""Where Ibis' ClickHouse says something else than its DuckDB: mended, so that both give equal readings."""

from __future__ import annotations

from typing import Any

import ibis.backends.clickhouse
import ibis.expr.operations as ops
import sqlglot.expressions as sge
from ibis import Expr
from ibis.backends.sql.compilers.clickhouse import ClickHouseCompiler
from ibis.backends.sql.datatypes import ClickHouseType


class Types(ClickHouseType):  # type: ignore[misc]
    """Days reach from 1900 to 9999; Ibis' own saturate at 1970 and 2149."""

    @classmethod
    def _from_ibis_Date(cls, dtype: Any) -> Any:
        return sge.DataType(this=sge.DataType.Type.DATE32)


class Compiler(ClickHouseCompiler):  # type: ignore[misc]
    """Expressions in ClickHouse's SQL."""

    type_mapper = Types

    def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:
        """As above."""
        if dtype.is_date():
            return self.f.toDate32(value.isoformat())
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype)

    def visit_Quantile(self, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:
        """Linear between order statistics (Hyndman and Fan 1996, type 7); Ibis' own samples, and so estimates."""
        return self._visit_quantile("quantileExactInclusive", arg, quantile, where)

    def visit_MultiQuantile(self, op: Any, *, arg: Any, quantile: Any, where: Any) -> Any:
        """As ``visit_Quantile``, at several fractions."""
        return self._visit_quantile("quantilesExactInclusive", arg, quantile, where)

    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:
        """Whole numbers that become reals once they are summed are summed in 128 bits: 64 would wrap around."""
        if to.is_floating() and isinstance(op.arg, ops.Sum) and op.arg.arg.dtype.is_integer() and op.arg.where is None:
            (summed,) = arg.expressions or [arg.this]
            arg = self.f.sum(self.f.toInt128(summed))
        return super().visit_Cast(op, arg=arg, to=to)

    def visit_Round(self, op: Any, *, arg: Any, digits: Any) -> Any:
        """Halves away from zero; ClickHouse's own takes them to the even number."""
        if digits is not None:
            return super().visit_Round(op, arg=arg, digits=digits)
        whole = self.f.floor(self.f.abs(arg))
        up = self.if_(self.f.abs(arg) - whole >= sge.convert(0.5), 1, 0)
        return self.cast(self.f.sign(arg) * (whole + up), op.dtype)


class Backend(ibis.backends.clickhouse.Backend):  # type: ignore[misc]
    """Ibis' ClickHouse with that dialect, which hands tables over as Arrow: Ibis' own way stumbles over comparisons."""

    compiler = Compiler()

    def to_pyarrow(self, expr: Expr, /, *, params: Any = None, limit: Any = None, **kwargs: Any) -> Any:
        """The expression's answer. Raises what ClickHouse raises."""
        table = expr.as_table()
        inside = self._normalize_external_tables(self._collect_in_memory_tables(expr))
        answer = self.con.query_arrow(self.compile(table, params=params, limit=limit), external_data=inside)
        return expr.__pyarrow_result__(answer.cast(table.schema().to_pyarrow()))
