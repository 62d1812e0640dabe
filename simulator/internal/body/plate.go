package body

import (
	"github.com/vitalsim/vitalsim/simulator/internal/seed"
	"github.com/vitalsim/vitalsim/simulator/vital"
)

// Nutrition has the nutritional values of food. Kcal is exactly 4 per gram of
// carbohydrates and protein, 9 per gram of fat and 7 per gram of alcohol.
type Nutrition struct {
	Kcal vital.Decimal
	Macros
	Micros Micros
}

// Add adds m to n.
func (n *Nutrition) Add(m *Nutrition) {
	n.Kcal += m.Kcal
	sums, parts := n.Macros.all(), m.Macros.all()
	for i := range sums {
		*sums[i] += *parts[i]
	}
	for i, v := range m.Micros {
		n.Micros[i] += v
	}
}

// all returns pointers to all fields.
func (m *Macros) all() [13]*vital.Decimal {
	return [...]*vital.Decimal{&m.Carbs, &m.Protein, &m.Fat, &m.Alcohol, &m.Fibre, &m.Sugar, &m.Water, &m.Cholesterol,
		&m.Saturated, &m.Monounsaturated, &m.Polyunsaturated, &m.Omega3, &m.Omega6}
}

// A Food is one food of a meal.
type Food struct {
	Name string // in English, such as Oatmeal
	Nutrition
}

// A Plate is a [Meal] with its foods, including an alcoholic drink.
type Plate struct {
	At     int64  // unix seconds
	Name   string // Breakfast, Lunch, Dinner or Snack
	Logged bool   // whether the persona enters it into an app
	Foods  []Food
	// Nutrition is the sum of the foods. Its carbohydrates, protein, fat and fibre are
	// exactly those of the meal; alcohol comes in addition.
	Nutrition
}

// Plates returns the meals of the date with their foods, in order. A breakfast, lunch or
// dinner has three to six foods, plus a drink with dinner on evenings with alcohol.
func (p *Persona) Plates(d vital.Date) []Plate {
	p = p.On(d)
	meals := p.Meals(d)
	plates := make([]Plate, len(meals))
	for i, m := range meals {
		r := p.seed("plate").At(int64(d)).At(int64(i)).Stream()
		plates[i] = Plate{At: m.At, Name: m.Name, Logged: r.Chance(p.trait().mealsLogged)}
		menu := menus[m.Name][r.Int(len(menus[m.Name]))]
		var buf [8]ingredient
		list := append(buf[:0], menu...)
		alcohol := 0.0
		if m.Name == "Dinner" {
			if glasses := p.glasses(d); glasses > 0 {
				drink := [...]string{"Beer", "Red wine"}[r.Int(2)]
				list = append(list, ingredient{drink, float64(glasses)})
				alcohol = float64(glasses) * r.Between(12, 15) // a glass has 0.1 to 0.15 l of wine, or 0.3 of beer
			}
		}
		plates[i].cook(m, list, vital.DecimalOf(alcohol), &r)
	}
	return plates
}

// glasses returns the number of alcoholic drinks on the date.
func (p *Persona) glasses(d vital.Date) int {
	p = p.On(d)
	weekly := p.habit("alcohol", p.trait().alcoholWeekly)
	r := p.seed("alcohol").At(int64(d)).Stream()
	// More on the evenings before free days.
	daily := weekly / 7 * [...]float64{0.8, 0.7, 0.7, 0.8, 0.9, 1.7, 1.4}[d.Weekday()] * (1 - p.illness(d))
	glasses := int(daily)
	return glasses + b2i(r.Chance(daily-float64(glasses)))
}

// cook scales the ingredients so that together they have the nutrients of the meal.
func (plate *Plate) cook(m Meal, list []ingredient, alcohol vital.Decimal, r *seed.Stream) {
	plate.Foods = make([]Food, len(list))
	share := func(total vital.Decimal, of func(food) float64, into func(*Macros) *vital.Decimal) {
		sum, done, given := 0.0, 0.0, vital.Decimal(0)
		for _, i := range list {
			sum += float64(of(foods[i.name]) * i.portions)
		}
		for k, i := range list {
			done += float64(of(foods[i.name]) * i.portions)
			upto := vital.DecimalOf(total.Float() * done / sum)
			if k == len(list)-1 {
				upto = total
			}
			*into(&plate.Foods[k].Macros) = max(upto-given, 0)
			given = max(upto, given)
		}
	}
	share(m.CarbsG, func(f food) float64 { return f.carbs }, func(m *Macros) *vital.Decimal { return &m.Carbs })
	share(m.ProteinG, func(f food) float64 { return f.protein }, func(m *Macros) *vital.Decimal { return &m.Protein })
	share(m.FatG, func(f food) float64 { return f.fat }, func(m *Macros) *vital.Decimal { return &m.Fat })
	plate.fillFibre(m.FibreG, list)
	for k, i := range list {
		f := &plate.Foods[k]
		f.Name = i.name
		if foods[i.name].kind == "alcoholic" {
			f.Alcohol = alcohol
		}
		f.Kcal = 4*f.Carbs + 4*f.Protein + 9*f.Fat
		f.fillConstituents(foods[i.name], r)
		f.Kcal += 7 * f.Alcohol
		plate.Add(&f.Nutrition)
	}
}

// fillFibre distributes the fibre in proportion to the usual amounts in the foods, at
// most three fifths of a food's carbohydrates. The remainder goes to foods below that
// limit.
func (plate *Plate) fillFibre(fibre vital.Decimal, list []ingredient) {
	sum := 0.0
	for _, i := range list {
		sum += float64(foods[i.name].fibre * i.portions)
	}
	left := fibre
	for k, i := range list {
		m := &plate.Foods[k].Macros
		if sum > 0 {
			m.Fibre = min(vital.DecimalOf(fibre.Float()*foods[i.name].fibre*i.portions/sum), m.Carbs*3/5, left)
		}
		left -= m.Fibre
	}
	for k := range list {
		m := &plate.Foods[k].Macros
		more := min(m.Carbs*3/5-m.Fibre, left)
		m.Fibre += more
		left -= more
	}
}

// fillConstituents fills in the other values of a food. Its Kcal has to be the energy
// without alcohol.
func (f *Food) fillConstituents(i food, r *seed.Stream) {
	part := func(of vital.Decimal, share float64) vital.Decimal {
		return vital.DecimalOf(of.Float() * min(share*r.Between(0.93, 1.05), 1))
	}
	if i.carbs > 0 {
		f.Sugar = min(part(f.Carbs, i.sugar/i.carbs), f.Carbs-f.Fibre)
	}
	s := kinds[i.kind]
	f.Saturated, f.Monounsaturated, f.Polyunsaturated = part(f.Fat, s.saturated), part(f.Fat, s.mono), part(f.Fat, s.poly)
	f.Omega3 = part(f.Polyunsaturated, s.omega3)
	f.Omega6 = part(f.Polyunsaturated-f.Omega3, 0.93)
	energy := f.Kcal.Float() / 100
	f.Cholesterol = vital.DecimalOf(energy * s.cholesterol / 1000 * r.Between(0.8, 1.2))
	f.Water = vital.DecimalOf(energy * s.water * r.Between(0.9, 1.1))
	for k, amount := range s.micros {
		f.Micros[k] = vital.DecimalOf(energy * amount * r.Between(0.75, 1.25))
	}
}
