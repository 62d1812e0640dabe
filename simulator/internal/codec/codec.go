// Package codec writes structs as JSON by their tags, without allocating.
//
// A field is written under the key of its json tag, in the order of the fields.
// A struct of the form {V T; Valid bool} is a value or null. A nil slice is an
// empty list. A wire tag changes how a field is written:
//
//	wire:"default=word"  an empty string is written as the word
//	wire:"true"          false is written as null
//	wire:"null"          a nil slice is written as null
//
// A blank field is a key without a value of its own. It repeats another field,
// named by its path in Go, or is a constant, which is JSON:
//
//	_ struct{} `wire:"source_type=Source.Type"`
//	_ struct{} `wire:"sleep_stream=null"`
//
// Types without fields of their own are written by a function given to New, or
// by their AppendJSON method.
package codec

import (
	"reflect"
	"sync"
	"unsafe"
)

// A Codec writes structs. It keeps the layout of each type that it has seen.
type Codec struct {
	leaves  map[reflect.Type]writer
	layouts sync.Map // *layout by reflect.Type
}

// A writer appends the value at p.
type writer func(b []byte, p unsafe.Pointer) []byte

// A Leaf says how values of one type are written.
type Leaf struct {
	typ   reflect.Type
	write writer
}

// LeafOf returns a Leaf that writes values of T by a function.
func LeafOf[T any](write func(b []byte, v T) []byte) Leaf {
	return Leaf{reflect.TypeFor[T](), func(b []byte, p unsafe.Pointer) []byte { return write(b, *(*T)(p)) }}
}

// New returns a Codec that writes the types of the leaves as they say.
func New(leaves ...Leaf) *Codec {
	c := &Codec{leaves: map[reflect.Type]writer{}}
	for _, l := range leaves {
		c.leaves[l.typ] = l.write
	}
	return c
}

// Append appends the struct that v points to. It does not keep v.
func (c *Codec) Append(b []byte, v any) []byte {
	p := reflect.ValueOf(v)
	return c.layoutOf(p.Type().Elem()).append(b, hide(p.UnsafePointer()))
}

// hide returns p in a way that escape analysis does not follow, so that a
// record on the stack stays there. No writer keeps what it is given.
func hide(p unsafe.Pointer) unsafe.Pointer {
	x := uintptr(p)
	return *(*unsafe.Pointer)(unsafe.Pointer(&x))
}

func (c *Codec) layoutOf(t reflect.Type) *layout {
	if known, ok := c.layouts.Load(t); ok {
		return known.(*layout)
	}
	known, _ := c.layouts.LoadOrStore(t, c.newLayout(t))
	return known.(*layout)
}
