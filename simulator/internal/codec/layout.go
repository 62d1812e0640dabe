package codec

import (
	"fmt"
	"reflect"
	"strings"
	"unsafe"
)

// A layout is the written form of a struct: its keys in order.
type layout struct{ fields []field }

// A field is a key and the value under it.
type field struct {
	key    string // as it stands in the JSON text: ,"source":
	offset uintptr
	write  writer
}

func (l *layout) append(b []byte, p unsafe.Pointer) []byte {
	for i := range l.fields {
		f := &l.fields[i]
		b = f.write(append(b, f.key...), unsafe.Add(p, f.offset))
	}
	return append(b, '}')
}

func (c *Codec) newLayout(t reflect.Type) *layout {
	l := &layout{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		out := field{offset: f.Offset}
		switch {
		case f.Name == "_":
			var value string
			name, value, _ = strings.Cut(f.Tag.Get("wire"), "=")
			out.offset, out.write = c.extra(t, value)
		case name == "" || name == "-":
			continue
		default:
			out.write = c.tagged(f)
		}
		opening := ","
		if len(l.fields) == 0 {
			opening = "{"
		}
		out.key = opening + `"` + name + `":`
		l.fields = append(l.fields, out)
	}
	if len(l.fields) == 0 {
		panic(fmt.Sprintf("codec: %s has no tagged field", t))
	}
	return l
}

// extra returns the writer of a blank field, and the offset of the field that
// it repeats.
func (c *Codec) extra(t reflect.Type, value string) (uintptr, writer) {
	if value == "" || value[0] < 'A' || value[0] > 'Z' {
		return 0, func(b []byte, _ unsafe.Pointer) []byte { return append(b, value...) }
	}
	var offset uintptr
	var f reflect.StructField
	for i, name := range strings.Split(value, ".") {
		if i > 0 {
			t = f.Type
		}
		var ok bool
		if f, ok = t.FieldByName(name); !ok {
			panic(fmt.Sprintf("codec: %s has no field %s", t, name))
		}
		offset += f.Offset
	}
	return offset, c.tagged(f)
}
