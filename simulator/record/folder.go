package record

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
)

// staging is where files are written until all of them are complete. It is
// inside the folder, so that renaming is enough to move them.
const staging = ".recording"

// layout lists the files of a fixture folder, as patterns.
var layout = []string{
	"fixture.yaml", "profile.json", "devices.json", "summary/*.json", "timeseries/*.json",
	"raw/*.json", "workouts/*/stream.json", "sleep/*/stream.json",
}

// A folder is written completely or not at all: commit moves the written
// files to their places, and close without commit leaves the folder
// unchanged. Nothing is written outside it.
type folder struct {
	root     *os.Root
	dir      string
	made     bool // created by openFolder
	progress func(string)
	files    []File
}

// ErrNotEmpty is the error of a folder that has files although Config.Overwrite is false.
var ErrNotEmpty = errors.New("is not empty")

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
		return fmt.Errorf("folder %s %w: choose another, or allow to overwrite", f.dir, ErrNotEmpty)
	}
	if err := f.root.Mkdir(staging, 0o755); errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("folder %s is in use by a recording, or a recording was killed: in that case remove %s from it", f.dir, staging)
	} else if err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	return nil
}

// write adds a file. fill writes its text and returns the number of records.
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

// create opens a new file in the staging area for reading and writing.
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

// remove removes a file from the staging area.
func (f *folder) remove(name string) error { return f.root.Remove(path.Join(staging, name)) }

// commit moves all files to their places and removes files of an earlier
// recording, which may have other ids.
func (f *folder) commit() error {
	for _, file := range f.files {
		if err := f.root.MkdirAll(path.Dir(file.Name), 0o755); err != nil {
			return fmt.Errorf("move %s to its place: %w", file.Name, err)
		}
		if err := f.root.Rename(path.Join(staging, file.Name), file.Name); err != nil {
			return fmt.Errorf("move %s to its place: %w", file.Name, err)
		}
	}
	f.made = false // close must keep it
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
			return fmt.Errorf("remove stale file: %w", err)
		}
		for _, name := range names {
			if written[name] {
				continue
			}
			if err := f.root.Remove(name); err != nil {
				return fmt.Errorf("remove stale file: %w", err)
			}
			if dir := path.Dir(name); dir != "." {
				_ = f.root.Remove(dir) // fails unless it is empty
			}
		}
	}
	return nil
}

// close removes the staging area.
func (f *folder) close() error {
	err := f.root.RemoveAll(staging)
	err = errors.Join(err, f.root.Close())
	if f.made {
		_ = os.Remove(f.dir) // fails unless it is empty
	}
	return err
}
