package codec

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unsafe"
)

// tagged returns the writer of a field, as its wire tag wants it.
func (c *Codec) tagged(f reflect.StructField) writer {
	tag := f.Tag.Get("wire")
	word, isDefault := strings.CutPrefix(tag, "default=")
	switch {
	case isDefault:
		return func(b []byte, p unsafe.Pointer) []byte {
			if s := *(*string)(p); s != "" {
				return AppendString(b, s)
			}
			return AppendString(b, word)
		}
	case tag == "true":
		_, valid, _ := nullable(f.Type)
		return func(b []byte, p unsafe.Pointer) []byte {
			if *(*bool)(unsafe.Add(p, valid)) && *(*bool)(p) {
				return append(b, "true"...)
			}
			return append(b, "null"...)
		}
	case tag == "null":
		list := c.writerOf(f.Type)
		return func(b []byte, p unsafe.Pointer) []byte {
			if *(*unsafe.Pointer)(p) == nil {
				return append(b, "null"...)
			}
			return list(b, p)
		}
	}
	return c.writerOf(f.Type)
}

// An appender is a type that writes itself.
type appender interface{ AppendJSON([]byte) []byte }

// writerOf returns the writer of a type.
func (c *Codec) writerOf(t reflect.Type) writer {
	if leaf, ok := c.leaves[t]; ok {
		return leaf
	}
	if value, valid, ok := nullable(t); ok {
		return nullWriter(c.writerOf(value), valid)
	}
	switch _, appends := reflect.Zero(t).Interface().(appender); {
	case t.Kind() == reflect.Struct:
		return c.layoutOf(t).append
	case appends:
		return func(b []byte, p unsafe.Pointer) []byte {
			return reflect.NewAt(t, p).Interface().(appender).AppendJSON(b)
		}
	}
	switch t.Kind() {
	case reflect.String:
		return func(b []byte, p unsafe.Pointer) []byte { return AppendString(b, *(*string)(p)) }
	case reflect.Bool:
		return func(b []byte, p unsafe.Pointer) []byte { return strconv.AppendBool(b, *(*bool)(p)) }
	case reflect.Int:
		return func(b []byte, p unsafe.Pointer) []byte { return strconv.AppendInt(b, int64(*(*int)(p)), 10) }
	case reflect.Int8:
		return func(b []byte, p unsafe.Pointer) []byte { return strconv.AppendInt(b, int64(*(*int8)(p)), 10) }
	case reflect.Int64:
		return func(b []byte, p unsafe.Pointer) []byte { return strconv.AppendInt(b, *(*int64)(p), 10) }
	case reflect.Slice:
		return listWriter(c.writerOf(t.Elem()), t.Elem().Size())
	}
	panic(fmt.Sprintf("codec: cannot write %s", t))
}

// Nullable reports whether a struct of a type is a value or null: {V T; Valid bool}.
func Nullable(t reflect.Type) bool {
	_, _, ok := nullable(t)
	return ok
}

// nullable reports whether a type is a value or null, of which value, and where
// it says so.
func nullable(t reflect.Type) (value reflect.Type, valid uintptr, ok bool) {
	if t.Kind() != reflect.Struct || t.NumField() != 2 || t.Field(0).Name != "V" || t.Field(1).Name != "Valid" {
		return nil, 0, false
	}
	return t.Field(0).Type, t.Field(1).Offset, true
}

func nullWriter(value writer, valid uintptr) writer {
	return func(b []byte, p unsafe.Pointer) []byte {
		if !*(*bool)(unsafe.Add(p, valid)) {
			return append(b, "null"...)
		}
		return value(b, p)
	}
}

func listWriter(item writer, size uintptr) writer {
	return func(b []byte, p unsafe.Pointer) []byte {
		list := *(*[]byte)(p) // of which only the start and the length are used
		at := unsafe.Pointer(unsafe.SliceData(list))
		b = append(b, '[')
		for i := range len(list) {
			if i > 0 {
				b = append(b, ',')
			}
			b = item(b, unsafe.Add(at, uintptr(i)*size))
		}
		return append(b, ']')
	}
}
