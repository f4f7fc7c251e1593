"""Equations as data: expressions that share their parts, and their derivatives.

An expression is a number, a leaf (a state, an input, a parameter) or an operation on others. Equal
expressions are one object, so that an exponential that three currents need is computed once.
Derivatives are built by the chain rule, forwards, and only along what depends on a state.
"""

import math

_ARITHMETIC = {"+": 0.0, "-": 0.0, "*": 1.0, "/": 1.0}  # the right-hand side that changes nothing
_FUNCTIONS = {"exp": math.exp, "log": math.log, "sqrt": math.sqrt, "abs": abs, "neg": lambda x: -x}
_COMPARISONS = ("<", "<=", ">", ">=")


class BranchError(TypeError):
    """Equations that take different ways for different values; `select` serves instead of `if`."""


class Graph:
    """All expressions of a set of equations."""

    def __init__(self):
        self._known = {}

    def leaf(self, kind, index):
        """Return the leaf number `index` of a kind: "y" (states), "u" (inputs), "p" (parameters) or "t"."""
        return self.node(kind, index)

    def node(self, op, *args):
        """Return the expression of an operation, the same object for the same operation."""
        key = (op, *(id(a) if isinstance(a, Expression) else a for a in args))
        if key not in self._known:
            self._known[key] = Expression(self, op, args)
        return self._known[key]

    def number(self, value):
        """Return a value as an expression."""
        return value if isinstance(value, Expression) else self.node("number", float(value))

    def binary(self, op, a, b):
        """Return `a op b`, simplified where one of them is a number."""
        a, b = self.number(a), self.number(b)
        if a.op == b.op == "number":
            x, y = a.args[0], b.args[0]
            return self.number({"+": x + y, "-": x - y, "*": x * y, "/": x / y if y else math.nan}[op])
        if b.op == "number" and b.args[0] == _ARITHMETIC[op]:
            return a
        if a.op == "number" and op in "+*" and a.args[0] == _ARITHMETIC[op]:
            return b
        zero = [x.op == "number" and x.args[0] == 0.0 for x in (a, b)]
        if (op == "*" and any(zero)) or (op == "/" and zero[0]):
            return self.number(0.0)
        if op == "-" and zero[0]:
            return self.function("neg", b)
        if op == "/" and a.varies and not b.varies:
            return self.binary("*", a, self.binary("/", 1.0, b))  # one division, done beforehand
        return self.node(op, a, b)

    def function(self, name, a):
        """Return a function of one expression."""
        a = self.number(a)
        if a.op == "number":
            return self.number(_FUNCTIONS[name](a.args[0]))
        return a.args[0] if name == a.op == "neg" else self.node(name, a)

    def power(self, a, exponent):
        """Return `a` to the power of a plain number."""
        if isinstance(exponent, Expression):
            raise TypeError("an exponent must be a plain number")
        whole = int(exponent) == exponent
        if exponent == 1:
            return a
        if abs(exponent) == 0.5:
            root = self.function("sqrt", a)
            return root if exponent > 0 else self.binary("/", 1.0, root)
        return self.number(1.0) if exponent == 0 else self.node("**", a, int(exponent) if whole else float(exponent))

    def select(self, condition, a, b):
        """Return `a` where the condition holds, else `b`."""
        if isinstance(condition, bool):
            return a if condition else b
        a, b = self.number(a), self.number(b)
        return a if a is b else self.node("select", condition, a, b)


class Expression:
    """A node of a Graph; `varies` holds the states that it depends on."""

    __slots__ = ("graph", "op", "args", "varies", "_slopes")

    def __init__(self, graph, op, args):
        self.graph, self.op, self.args, self._slopes = graph, op, args, None
        inner = [a.varies for a in args if isinstance(a, Expression)]
        self.varies = frozenset(args) if op == "y" else frozenset().union(*inner)

    def slopes(self):
        """Return {state: derivative}, without the zeros."""
        if self._slopes is None:
            found = {} if not self.varies else self._chain()
            zero = self.graph.number(0.0)
            self._slopes = {state: slope for state, slope in found.items() if slope is not zero}
        return self._slopes

    def _chain(self):
        g, args = self.graph, self.args
        if self.op == "y":
            return {args[0]: g.number(1.0)}
        if self.op == "select":
            _, a, b = args
            zero = g.number(0.0)
            both = a.slopes().keys() | b.slopes().keys()
            return {k: g.select(args[0], a.slopes().get(k, zero), b.slopes().get(k, zero)) for k in both}
        a = args[0]
        b = args[1] if len(args) > 1 else None
        if self.op in "+-":
            sign = 1.0 if self.op == "+" else -1.0
            return _sum(a.slopes(), {k: s * sign for k, s in b.slopes().items()})
        if self.op == "*":
            return _sum({k: s * b for k, s in a.slopes().items()}, {k: a * s for k, s in b.slopes().items()})
        if self.op == "/":
            inverse = 1.0 / b
            lower = {k: -(self * inverse * s) for k, s in b.slopes().items()}
            return _sum({k: s * inverse for k, s in a.slopes().items()}, lower)
        outer = {
            "exp": lambda: self,
            "log": lambda: 1.0 / a,
            "sqrt": lambda: 0.5 / self,
            "neg": lambda: g.number(-1.0),
            "abs": lambda: g.select(a < 0.0, -1.0, 1.0),
            "**": lambda: g.power(a, b - 1) * b,
        }[self.op]()
        return {k: outer * s for k, s in a.slopes().items()}

    def __add__(self, other):
        return self.graph.binary("+", self, other)

    def __radd__(self, other):
        return self.graph.binary("+", other, self)

    def __sub__(self, other):
        return self.graph.binary("-", self, other)

    def __rsub__(self, other):
        return self.graph.binary("-", other, self)

    def __mul__(self, other):
        return self.graph.binary("*", self, other)

    def __rmul__(self, other):
        return self.graph.binary("*", other, self)

    def __truediv__(self, other):
        return self.graph.binary("/", self, other)

    def __rtruediv__(self, other):
        return self.graph.binary("/", other, self)

    def __pow__(self, exponent):
        return self.graph.power(self, exponent)

    def __neg__(self):
        return self.graph.function("neg", self)

    def __abs__(self):
        return self.graph.function("abs", self)

    def __lt__(self, other):
        return self.graph.node("<", self, self.graph.number(other))

    def __le__(self, other):
        return self.graph.node("<=", self, self.graph.number(other))

    def __gt__(self, other):
        return self.graph.node(">", self, self.graph.number(other))

    def __ge__(self, other):
        return self.graph.node(">=", self, self.graph.number(other))

    def __bool__(self):
        raise BranchError("an equation branches on a value; write select(condition, a, b) instead of if")


def _sum(a, b):
    """Return {state: slope} of a sum."""
    return {k: a[k] + b[k] if k in a and k in b else a.get(k, b.get(k)) for k in a.keys() | b.keys()}
