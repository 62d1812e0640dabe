package simulator_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// wallClock are the names of package time that touch the machine's clock.
var wallClock = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

// TestOwnershipRules parses every file of the project that is not a test and
// checks who may touch time, randomness, the environment and the testing package.
func TestOwnershipRules(t *testing.T) {
	t.Parallel()
	checked := 0
	eachSource(t, func(path string, file *ast.File) {
		checked++
		dir := filepath.ToSlash(filepath.Dir(path))
		names := map[string]string{} // local name to import path
		for _, imp := range file.Imports {
			target, _ := strconv.Unquote(imp.Path.Value)
			name := filepath.Base(target)
			if imp.Name != nil {
				name = imp.Name.Name
			}
			names[name] = target
			switch {
			case target == "testing" && dir != "simulator/simtest":
				t.Errorf("%s imports testing", path)
			case (target == "math/rand" || target == "math/rand/v2") && dir != "simulator/internal/seed":
				t.Errorf("%s imports %s: only seed makes generators", path, target)
			case strings.Contains(target, "gofakeit") && dir != "simulator/internal/seed":
				t.Errorf("%s imports gofakeit: only seed has its adapter", path)
			case strings.Contains(target, "gorilla/mux") && dir != "simulator/internal/rest":
				t.Errorf("%s imports gorilla/mux: only rest matches routes", path)
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := sel.X.(*ast.Ident)
			if !ok {
				return true
			}
			switch names[pkg.Name] {
			case "time":
				if slices.Contains(wallClock, sel.Sel.Name) && dir != "simulator/clock" {
					t.Errorf("%s uses time.%s: only clock touches the machine's clock", path, sel.Sel.Name)
				}
			case "os":
				if slices.Contains([]string{"Getenv", "LookupEnv", "Environ"}, sel.Sel.Name) && dir != "cmd/vitalsim" {
					t.Errorf("%s uses os.%s: only the command line reads the environment", path, sel.Sel.Name)
				}
			}
			return true
		})
	})
	if checked < 50 {
		t.Errorf("only %d files checked", checked)
	}
}

// TestNoStaleWords rejects markers of unfinished work in the tree.
func TestNoStaleWords(t *testing.T) {
	t.Parallel()
	eachSource(t, func(path string, _ *ast.File) {
		text, err := os.ReadFile(filepath.Join("..", path))
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"TO" + "DO", "FIX" + "ME", "XX" + "X"} {
			if strings.Contains(string(text), word) {
				t.Errorf("%s says %s", path, word)
			}
		}
	})
}

// eachSource calls f with every Go file of the project but tests, its path
// relative to the module.
func eachSource(t *testing.T, f func(path string, file *ast.File)) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && d.Name() != "..") {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel("..", path)
		if err != nil {
			return err
		}
		f(filepath.ToSlash(rel), file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
