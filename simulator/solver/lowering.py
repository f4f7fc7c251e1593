"""Straight-line functions, from their text to the instructions of the processor, for one state or several at once.

Numba's own way from Python takes eight times as long for thousands of lines, each of which it looks at for types;
here all is a float64, or a vector of as many as there are lanes. An array of lanes holds those of a number side by
side: number i of lane l is at width i + l. What is in one lane is nothing to the others.

    name = ... | array[i] = ... | + - * / ** | -x | a if x < y else b | exp log sqrt abs
"""

import ast
from math import factorial

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

DOUBLE, WORD = ir.DoubleType(), ir.IntType(64)
FLAGS = ("arcp", "contract", "nsz")  # as in `kernel`
ARITHMETIC = {ast.Add: "fadd", ast.Sub: "fsub", ast.Mult: "fmul", ast.Div: "fdiv"}
COMPARED = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
INSTRUCTIONS = {"exp": "exp", "log": "log", "sqrt": "sqrt", "abs": "fabs"}

_LARGEST = 708.0  # of an argument whose exponential is an ordinary number
_LN2, _HIGH, _LOW = 0.6931471805599453, 6.93147180369123816490e-01, 1.90821492927058770002e-10  # and in two parts
_TERMS = 13  # of the exponential's series
_LOG_TERMS = 10
_EXPONENT, _BIAS = 52, 1023  # of a number in 64 bits: where it begins, what is added
_ROUNDER = 6755399441055744.0  # 3 x 2^51: what is added to it is rounded, and stands in its last bits
_WHOLE, _WHOLE_BITS = 4503599627370496.0, 0x4330000000000000  # 2^52, and how it is written
_ONE_BITS, _MANTISSA, _ROOT = 0x3FF0000000000000, 0x000FFFFFFFFFFFFF, 1.4142135623730951


def lowered(tree, width):
    """Return what numba calls for a function, given as a syntax tree: an intrinsic of one tuple of arguments.

    tree : function that returns its ast.FunctionDef; looked at only when there is something to compile
    """

    @intrinsic
    def body(typing, given):
        def instructions(context, builder, signature, arguments):
            function, work = tree(), _Lines(builder, width)
            for place, (argument, kind) in enumerate(zip(function.args.args, given.types, strict=True)):
                value = builder.extract_value(arguments[0], place)
                if isinstance(kind, types.Array):
                    work.arrays[argument.arg] = context.make_array(kind)(context, builder, value).data
                else:
                    work.names[argument.arg] = value
            work.statements(function.body)
            return context.get_dummy_value()

        return types.void(given), instructions

    return body


class _Lines:
    """The lines of one function, written to a builder."""

    def __init__(self, builder, width):
        self.builder, self.width, self.arrays, self.names = builder, width, {}, {}
        self.number = ir.VectorType(DOUBLE, width) if width > 1 else DOUBLE
        self.whole = ir.VectorType(WORD, width) if width > 1 else WORD

    def statements(self, lines):
        """Write assignments to names and to places of arrays."""
        for line in lines:
            if isinstance(line, ast.Assign):
                value, target = self.value(line.value), line.targets[0]
                if isinstance(target, ast.Name):
                    self.names[target.id] = value
                else:
                    self.builder.store(value, self.place(target), align=8)

    def place(self, node):
        """Return where an entry of an array stands."""
        index = ir.Constant(WORD, node.slice.value * self.width)
        found = self.builder.gep(self.arrays[node.value.id], [index], inbounds=True)
        return found if self.width == 1 else self.builder.bitcast(found, self.number.as_pointer())

    def value(self, node):
        """Return the value of an expression."""
        build = self.builder
        match node:
            case ast.Name() if node.id in self.names:
                return self.names[node.id]
            case ast.Name():  # an array of one number for each lane
                pointer = build.bitcast(self.arrays[node.id], self.number.as_pointer())
                return self.names.setdefault(node.id, build.load(pointer, align=8))
            case ast.Constant():
                return self.constant(float(node.value))
            case ast.Subscript():
                return build.load(self.place(node), align=8)
            case ast.UnaryOp(op=ast.USub()):
                return build.fneg(self.value(node.operand), flags=FLAGS)
            case ast.Compare(ops=[sign], comparators=[right]):
                return build.fcmp_ordered(COMPARED[type(sign)], self.value(node.left), self.value(right))
            case ast.IfExp():
                return build.select(self.value(node.test), self.value(node.body), self.value(node.orelse))
            case ast.BinOp(op=ast.Pow()):
                return self.power(self.value(node.left), ast.literal_eval(node.right))
            case ast.BinOp() if type(node.op) in ARITHMETIC:
                return self.do(ARITHMETIC[type(node.op)], self.value(node.left), self.value(node.right))
            case ast.Call(func=ast.Name(id=name), args=[argument]) if name in INSTRUCTIONS:
                written_out = {"exp": self.exponential, "log": self.logarithm} if self.width > 1 else {}
                return written_out.get(name, lambda x: self.call(INSTRUCTIONS[name], x))(self.value(argument))
        raise TypeError(f"no straight line: {ast.unparse(node)}")

    def constant(self, value, kind=DOUBLE):
        """Return a number, the same in every lane."""
        one = ir.Constant(kind, value)
        return one if self.width == 1 else ir.Constant(ir.VectorType(kind, self.width), [one] * self.width)

    def do(self, operation, *values):
        """Return the result of an instruction of arithmetic; plain numbers among the values are constants."""
        values = [self.constant(v) if isinstance(v, float) else v for v in values]
        return getattr(self.builder, operation)(*values, flags=FLAGS)

    def call(self, name, *values):
        """Return what a function that LLVM knows gives."""
        name = f"llvm.{name}.{'f64' if self.width == 1 else f'v{self.width}f64'}"
        kind = ir.FunctionType(self.number, [self.number] * len(values))
        function = self.builder.module.globals.get(name) or ir.Function(self.builder.module, kind, name)
        return self.builder.call(function, values)

    def power(self, base, exponent):
        """Return a number to the power of a plain one, by squaring if that is whole."""
        if not isinstance(exponent, int):
            return self.call("pow", base, self.constant(exponent))
        if exponent < 0:
            return self.do("fdiv", 1.0, self.power(base, -exponent))
        half = self.power(base, exponent // 2) if exponent > 1 else None
        square = half and self.do("fmul", half, half)
        return base if exponent == 1 else self.do("fmul", square, base) if exponent % 2 else square

    def chosen(self, sign, a, b, yes, no):
        """Return one of two values by a comparison with a plain number."""
        return self.builder.select(self.builder.fcmp_ordered(sign, a, self.constant(b)), yes, no)

    def bits(self, value, kind):
        """Return the same bits as another kind."""
        return self.builder.bitcast(value, kind)

    def series(self, x, coefficients):
        """Return a polynomial, its highest coefficient first."""
        found = self.constant(coefficients[0])
        for coefficient in coefficients[1:]:
            found = self.do("fadd", self.do("fmul", found, x), coefficient)
        return found

    def exponential(self, x):
        """Return e^x to the last bit but one, e^708 of what is larger and e^-708 of what is smaller.

        A call would keep lanes from being done at once.
        """
        x = self.chosen(">", x, _LARGEST, self.constant(_LARGEST), x)
        x = self.chosen("<", x, -_LARGEST, self.constant(-_LARGEST), x)
        rounded = self.do("fadd", self.do("fmul", x, 1.0 / _LN2), _ROUNDER)
        k = self.do("fsub", rounded, _ROUNDER)
        r = self.do("fsub", self.do("fsub", x, self.do("fmul", k, _HIGH)), self.do("fmul", k, _LOW))
        p = self.series(r, [1.0 / factorial(n) for n in range(_TERMS, -1, -1)])
        exponent = self.builder.add(self.bits(rounded, self.whole), self.constant(_BIAS, WORD))
        return self.do("fmul", p, self.bits(self.builder.shl(exponent, self.constant(_EXPONENT, WORD)), self.number))

    def logarithm(self, x):
        """Return ln x to the last bit but one, and not a number of what is not positive."""
        build = self.builder
        whole = self.bits(x, self.whole)
        mantissa = build.and_(whole, self.constant(_MANTISSA, WORD))
        m = self.bits(build.or_(mantissa, self.constant(_ONE_BITS, WORD)), self.number)
        k = build.or_(build.lshr(whole, self.constant(_EXPONENT, WORD)), self.constant(_WHOLE_BITS, WORD))
        k = self.do("fsub", self.bits(k, self.number), _WHOLE + _BIAS)
        k = self.chosen(">", m, _ROOT, self.do("fadd", k, 1.0), k)
        m = self.chosen(">", m, _ROOT, self.do("fmul", m, 0.5), m)
        s = self.do("fdiv", self.do("fsub", m, 1.0), self.do("fadd", m, 1.0))
        q = self.series(self.do("fmul", s, s), [2.0 / (2 * n + 1) for n in range(_LOG_TERMS - 1, -1, -1)])
        found = self.do("fadd", self.do("fmul", k, _LN2), self.do("fmul", s, q))
        return self.chosen(">", x, 0.0, found, self.constant(float("nan")))
