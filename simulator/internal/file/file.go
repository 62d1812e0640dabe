// Package file reads files that people name. They may name anything: a pipe that
// nobody writes to, a device that never ends, a disk image.
package file

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// errIrregular is the error of a pipe or device.
var errIrregular = errors.New("is not a regular file")

// Read returns the content of a regular file of at most limit bytes. Other files are
// refused before they are opened.
func Read(name string, limit int64) ([]byte, error) {
	info, err := os.Stat(name)
	if err == nil {
		err = Check(info, limit)
	}
	if err != nil {
		return nil, named(name, err)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit)) // it may have grown
}

// Regular returns a file system that opens directories, and regular files of at most
// limit bytes.
func Regular(fsys fs.FS, limit int64) fs.FS { return regular{fsys, limit} }

type regular struct {
	fs.FS
	limit int64
}

// Open refuses a file before it opens it, since opening a pipe may not return.
func (r regular) Open(name string) (fs.File, error) {
	info, err := fs.Stat(r.FS, name)
	if err == nil && !info.IsDir() {
		err = Check(info, r.limit)
	}
	if err != nil {
		return nil, named(name, err)
	}
	return r.FS.Open(name)
}

// ReadDir lists a directory.
func (r regular) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(r.FS, name) }

// Check returns an error if a file is not regular or has more than limit bytes.
func Check(info fs.FileInfo, limit int64) error {
	switch {
	case info.IsDir():
		return errors.New("is a directory")
	case !info.Mode().IsRegular():
		return errIrregular
	case info.Size() > limit:
		return fmt.Errorf("has %d bytes, more than the %d that are read", info.Size(), limit)
	}
	return nil
}

// named returns an error with the name of its file, as that of os.Open.
func named(name string, err error) error {
	if pe, has := errors.AsType[*fs.PathError](err); has {
		return &fs.PathError{Op: "open", Path: pe.Path, Err: pe.Err}
	}
	return &fs.PathError{Op: "read", Path: name, Err: err}
}
