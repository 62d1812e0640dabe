package simulator_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator"
)

// months are a life of the same key and seed in one simulator, a step at a time.
type months struct {
	sim *simulator.Simulator
	app *diary
}

func newMonths(t *testing.T) *months {
	sim := start(t, simulator.Config{DeliveryTimeout: time.Hour}) // of wall time, of which a busy machine takes any amount
	m := &months{sim, newDiary(sim.Transport(), sim.APIKey(), sim.Secret())}
	sim.Handle(m.app)
	return m
}

// step is what happens next; the steps of a life are 0 to 9.
func (m *months) step(t *testing.T, i int) {
	t.Helper()
	switch i {
	case 0, 3:
		user, err := m.sim.CreateUser(simulator.NewUser{ClientUserID: fmt.Sprint("app-user-", i)})
		if err != nil {
			t.Fatal(err)
		}
		if err := m.sim.Connect(t.Context(), user.UserID, "oura", simulator.ConnectOptions{}); err != nil {
			t.Fatal(err)
		}
	case 5:
		if err := m.sim.Fault("delivery: {event: daily.data.sleep.*, duplicate: 1, times: 2}"); err != nil {
			t.Fatal(err)
		}
	case 7:
		if _, err := m.sim.RotateSecret(m.sim.Endpoints()[0].ID, simulator.ExampleSecret); err != nil {
			t.Fatal(err)
		}
	default:
		if err := m.sim.Advance(t.Context(), 2*days+7*time.Hour); err != nil {
			t.Fatal(err)
		}
	}
}

// story is all that can be told of a life.
func (m *months) story(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	timeline, err := json.Marshal(m.sim.Timeline())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "%s\n%s\n%+v\n", m.sim.Now(), timeline, m.sim.Faulted())
	for _, r := range m.sim.Requests() {
		fmt.Fprintln(&b, r.At, r.Method, r.Path, r.Query, r.Status)
	}
	nights, err := json.Marshal(m.app.nights)
	if err != nil {
		t.Fatal(err)
	}
	return b.String() + string(nights)
}

// TestTwoSimulatorsShareNothing runs two simulators with the same key and seed side
// by side, in turn and concurrently, and checks that each behaves as if it were
// alone.
func TestTwoSimulatorsShareNothing(t *testing.T) {
	t.Parallel()
	alone := newMonths(t)
	for i := range 10 {
		alone.step(t, i)
	}
	want := alone.story(t)
	if !strings.Contains(want, "status") || len(alone.app.nights) < 30 || len(alone.sim.Faulted()) != 2 {
		t.Fatalf("%d nights, %+v", len(alone.app.nights), alone.sim.Faulted())
	}
	early, late := newMonths(t), newMonths(t)
	for i := range 10 { // in turn, one of them three steps behind
		early.step(t, i)
		if i >= 3 {
			late.step(t, i-3)
		}
	}
	if early.story(t) != want {
		t.Error("beside another simulator, a life is another one")
	}
	if err := early.sim.Reset(); err != nil { // which is no matter of the other one
		t.Fatal(err)
	}
	for i := 7; i < 10; i++ {
		late.step(t, i)
	}
	if late.story(t) != want {
		t.Error("after the reset of another simulator, a life is another one")
	}
	for range 2 {
		t.Run("at once", func(t *testing.T) {
			t.Parallel()
			m := newMonths(t)
			for i := range 10 {
				m.step(t, i)
			}
			if m.story(t) != want {
				t.Error("at once with another simulator, a life is another one")
			}
		})
	}
}

// TestNoPackageStateChanges checks that no function assigns to a variable of a
// package or to an element of one, since simulators of one process would share it.
func TestNoPackageStateChanges(t *testing.T) {
	t.Parallel()
	type place struct{ dir, name string }
	vars := map[place]bool{}
	files := map[string][]*ast.File{} // by folder
	eachSource(t, func(path string, _ *ast.File) {
		dir := filepath.ToSlash(filepath.Dir(path))
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", path), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files[dir] = append(files[dir], file)
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				for _, s := range g.Specs {
					for _, name := range s.(*ast.ValueSpec).Names {
						vars[place{dir, name.Name}] = true
					}
				}
			}
		}
	})
	for dir, inDir := range files {
		for _, file := range inDir {
			eachAssigned(file, func(id *ast.Ident) {
				if id.Obj == nil || id.Obj.Kind == ast.Var && isTop(file, id.Obj) {
					if vars[place{dir, id.Name}] {
						t.Errorf("%s: a function changes %s, which all simulators share", dir, id.Name)
					}
				}
			})
		}
	}
	if len(vars) < 50 {
		t.Errorf("only %d variables found", len(vars))
	}
}

// isTop reports whether a variable is declared at the top level of the file.
//
//nolint:staticcheck // go/ast's own resolution suffices for variables, and needs no types
func isTop(file *ast.File, of *ast.Object) bool { return file.Scope.Lookup(of.Name) == of }

// eachAssigned calls f with the variable that each assignment in a function
// changes, or is an element of.
func eachAssigned(file *ast.File, f func(*ast.Ident)) {
	changes := func(x ast.Expr) {
		for {
			switch of := x.(type) {
			case *ast.IndexExpr:
				x = of.X
			case *ast.SelectorExpr:
				x = of.X
			case *ast.StarExpr:
				x = of.X
			case *ast.ParenExpr:
				x = of.X
			case *ast.Ident:
				f(of)
				return
			default:
				return
			}
		}
	}
	for _, d := range file.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Name.Name == "init" {
			continue
		}
		ast.Inspect(fn, func(n ast.Node) bool {
			switch s := n.(type) {
			case *ast.AssignStmt:
				if s.Tok != token.DEFINE {
					for _, to := range s.Lhs {
						changes(to)
					}
				}
			case *ast.IncDecStmt:
				changes(s.X)
			}
			return true
		})
	}
}
