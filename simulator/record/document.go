package record

import (
	"bytes"
	"encoding/json"
	"errors"
)

// JSON is copied member by member to keep the order of keys and the spelling of
// numbers, which maps and floats would lose.

// members calls f with each member of an object, in order and with its value
// unchanged.
func members(object []byte, f func(key string, value json.RawMessage) error) error {
	dec, err := enter(object, '{', "an object")
	if err != nil {
		return err
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return err
		}
		if err := f(key.(string), value); err != nil {
			return err
		}
	}
	return nil
}

// items calls f with each item of an array, unchanged. Null has no items.
func items(array []byte, f func(json.RawMessage) error) error {
	if isNull(array) {
		return nil
	}
	dec, err := enter(array, '[', "an array")
	if err != nil {
		return err
	}
	for dec.More() {
		var item json.RawMessage
		if err := dec.Decode(&item); err != nil {
			return err
		}
		if err := f(item); err != nil {
			return err
		}
	}
	return nil
}

func enter(text []byte, open json.Delim, want string) (*json.Decoder, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if token, err := dec.Token(); err != nil || token != open {
		return nil, errors.New("want " + want)
	}
	return dec, nil
}

func isNull(raw []byte) bool { return len(raw) == 0 || bytes.Equal(raw, []byte("null")) }

// appendText appends a string as JSON, without escaping characters for HTML.
func appendText(dst []byte, text string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(text) // a string always encodes
	return append(dst, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}

// compact returns a value on one line, otherwise unchanged.
func compact(raw json.RawMessage) ([]byte, error) {
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
