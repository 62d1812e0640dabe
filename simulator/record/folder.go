package record

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
)

// staging is where files are written until all are there. It lies inside the
// folder, so that a rename is enough to move them.
const staging = ".recording"

// layout are the files of a fixture folder, as patterns.
var layout = []string{
	"fixture.yaml", "profile.json", "devices.json", "summary/*.json", "timeseries/*.json",
	"raw/*.json", "workouts/*/stream.json", "sleep/*/stream.json",
}

// A folder is written whole or not at all: commit moves in what was written,
// and close without it leaves the folder as it was. Nothing is written outside.
type folder struct {
	root     *os.Root
	dir      string
	made     bool // it was not there before
	progress func(string)
	files    []File
}

func openFolder(dir string, overwrite bool, progress func(string)) (*folder, error) {
	_, err := os.Stat(dir)
	f := &folder{dir: dir, made: errors.Is(err, fs.ErrNotExist), progress: progress}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	if f.root, err = os.OpenRoot(dir); err != nil {
		return nil, fmt.Errorf("open folder: %w", err)
	}
	if err := f.begin(overwrite); err != nil {
		return nil, errors.Join(err, f.root.Close())
	}
	return f, nil
}

func (f *folder) begin(overwrite bool) error {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return fmt.Errorf("read folder: %w", err)
	}
	if len(entries) > 0 && !overwrite {
		return fmt.Errorf("folder %s is not empty: choose another, or allow to overwrite", f.dir)
	}
	if err := f.root.Mkdir(staging, 0o755); errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("folder %s is being recorded to, or a recording was killed: if so, remove %s from it", f.dir, staging)
	} else if err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	return nil
}

// write adds a file, whose text fill writes and whose records it counts.
func (f *folder) write(name string, fill func(*bufio.Writer) (records int, err error)) (err error) {
	file, err := f.create(name)
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, file.Close()); err != nil {
			err = fmt.Errorf("write %s: %w", name, err)
		}
	}()
	w := bufio.NewWriterSize(file, 64<<10)
	records, err := fill(w)
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	f.files = append(f.files, File{Name: name, Records: records})
	f.progress(fmt.Sprintf("%s  %d", name, records))
	return nil
}

// create opens a new file in the staging area, to write and to read again.
func (f *folder) create(name string) (*os.File, error) {
	at := path.Join(staging, name)
	if err := f.root.MkdirAll(path.Dir(at), 0o755); err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	file, err := f.root.OpenFile(at, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	return file, nil
}

// remove drops a file of the staging area.
func (f *folder) remove(name string) error { return f.root.Remove(path.Join(staging, name)) }

// commit moves all files to their places, and sweeps away what an earlier
// recording has left that is not of this one: its ids may be others.
func (f *folder) commit() error {
	for _, file := range f.files {
		if err := f.root.MkdirAll(path.Dir(file.Name), 0o755); err != nil {
			return fmt.Errorf("move %s to its place: %w", file.Name, err)
		}
		if err := f.root.Rename(path.Join(staging, file.Name), file.Name); err != nil {
			return fmt.Errorf("move %s to its place: %w", file.Name, err)
		}
	}
	f.made = false // it stays
	return f.sweep()
}

func (f *folder) sweep() error {
	written := map[string]bool{}
	for _, file := range f.files {
		written[file.Name] = true
	}
	for _, pattern := range layout {
		names, err := fs.Glob(f.root.FS(), pattern)
		if err != nil {
			return fmt.Errorf("remove what is stale: %w", err)
		}
		for _, name := range names {
			if written[name] {
				continue
			}
			if err := f.root.Remove(name); err != nil {
				return fmt.Errorf("remove what is stale: %w", err)
			}
			if dir := path.Dir(name); dir != "." {
				_ = f.root.Remove(dir) // where that was the last; what is not empty stays
			}
		}
	}
	return nil
}

// close removes what was not moved in.
func (f *folder) close() error {
	err := f.root.RemoveAll(staging)
	err = errors.Join(err, f.root.Close())
	if f.made {
		_ = os.Remove(f.dir) // it is empty, unless somebody else writes to it
	}
	return err
}
