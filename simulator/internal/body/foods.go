package body

// food describes a usual portion of a food; the amounts are in grams.
type food struct {
	kind                string // in kinds
	carbs, protein, fat float64
	fibre, sugar        float64
}

// ingredient is a food of a menu and its number of portions.
type ingredient struct {
	name     string // in foods
	portions float64
}

// foods maps English names to foods.
var foods = map[string]food{
	"Oatmeal":          {"grain", 36, 8, 4, 6, 0.6},
	"Muesli":           {"grain", 38, 6, 5, 5, 10},
	"Wholegrain bread": {"grain", 34, 8, 3, 5, 3},
	"Bread roll":       {"grain", 30, 5, 1.5, 1.5, 2},
	"Wheat tortillas":  {"grain", 50, 8, 8, 4, 2},
	"Pasta":            {"grain", 60, 10, 2, 4, 2},
	"Rice":             {"starch", 50, 5, 0.5, 1, 0},
	"Potatoes":         {"starch", 43, 5, 0.3, 5, 2},
	"Milk":             {"dairy", 10, 7, 4, 0, 10},
	"Yoghurt":          {"dairy", 8, 6, 5, 0, 8},
	"Cheese":           {"dairy", 0.5, 10, 13, 0, 0.2},
	"Banana":           {"fruit", 27, 1.3, 0.4, 3, 14},
	"Apple":            {"fruit", 21, 0.5, 0.3, 4, 16},
	"Blueberries":      {"fruit", 14, 0.7, 0.3, 2.4, 10},
	"Orange":           {"fruit", 15, 1.2, 0.2, 3, 12},
	"Orange juice":     {"fruit", 20, 1.4, 0.4, 0.5, 17},
	"Tomatoes":         {"vegetable", 6, 1.3, 0.3, 1.8, 4},
	"Mixed salad":      {"vegetable", 3.5, 1.3, 0.2, 1.5, 1.5},
	"Broccoli":         {"vegetable", 10, 4, 0.6, 4, 2.5},
	"Carrots":          {"vegetable", 11, 1, 0.3, 3.3, 5.5},
	"Peppers":          {"vegetable", 7, 1.2, 0.4, 2.5, 4},
	"Lentil soup":      {"legume", 40, 18, 1, 14, 3.6},
	"Chickpeas":        {"legume", 41, 13, 4, 10, 7},
	"Tofu":             {"legume", 3, 15, 9, 1, 0.7},
	"Hummus":           {"legume", 9, 5, 10, 4, 0.5},
	"Chicken breast":   {"meat", 0, 29, 3.5, 0, 0},
	"Minced beef":      {"meat", 0, 20, 13, 0, 0},
	"Turkey slices":    {"meat", 1, 12, 1.5, 0, 0.5},
	"Salmon":           {"fish", 0, 24, 14, 0, 0},
	"Tuna":             {"fish", 0, 18, 1, 0, 0},
	"Eggs":             {"egg", 1, 13, 10, 0, 0.8},
	"Walnuts":          {"nuts", 3, 3, 13, 1.4, 0.5},
	"Almonds":          {"nuts", 5, 5, 12.5, 3, 1},
	"Peanut butter":    {"nuts", 4, 5, 10, 1.2, 2},
	"Olive oil":        {"oil", 0, 0, 12, 0, 0},
	"Butter":           {"butter", 0, 0, 8, 0, 0},
	"Jam":              {"sweets", 13, 0.1, 0, 0.2, 12},
	"Honey":            {"sweets", 12, 0.1, 0, 0, 12},
	"Chocolate":        {"sweets", 14, 2, 9, 1.5, 12},
	"Cookies":          {"sweets", 26, 2.5, 9, 1, 14},
	"Beer":             {"alcoholic", 11, 1.4, 0, 0, 1},
	"Red wine":         {"alcoholic", 4, 0.1, 0, 0, 1},
}

// menus lists the menus of each meal. Their shares of macronutrients are close to
// those of a [Meal], about half of the energy from carbohydrates and a sixth from
// protein, so that portions keep a usual size when they are scaled to a meal.
var menus = map[string][][]ingredient{
	"Breakfast": {
		{{"Oatmeal", 1}, {"Milk", 1}, {"Banana", 1}, {"Walnuts", 1}},
		{{"Wholegrain bread", 1}, {"Butter", 1}, {"Eggs", 1}, {"Orange juice", 1}},
		{{"Muesli", 1}, {"Yoghurt", 1}, {"Blueberries", 1}, {"Almonds", 0.8}},
		{{"Bread roll", 1}, {"Cheese", 1}, {"Jam", 1}, {"Apple", 1}, {"Butter", 0.7}},
		{{"Wholegrain bread", 1}, {"Peanut butter", 1}, {"Banana", 1}, {"Milk", 1}},
	},
	"Lunch": {
		{{"Wholegrain bread", 1}, {"Turkey slices", 1}, {"Cheese", 0.8}, {"Tomatoes", 1}, {"Apple", 1}},
		{{"Lentil soup", 1}, {"Bread roll", 1}, {"Carrots", 1}, {"Olive oil", 1.4}},
		{{"Rice", 1}, {"Chicken breast", 0.8}, {"Peppers", 1}, {"Orange", 1}, {"Olive oil", 1.2}},
		{{"Pasta", 1}, {"Tuna", 0.8}, {"Tomatoes", 1}, {"Olive oil", 1.4}},
		{{"Wheat tortillas", 1}, {"Hummus", 1}, {"Cheese", 0.6}, {"Mixed salad", 1}},
	},
	"Dinner": {
		{{"Potatoes", 1.2}, {"Salmon", 0.9}, {"Broccoli", 1}, {"Olive oil", 0.5}, {"Yoghurt", 0.6}, {"Orange", 1}},
		{{"Pasta", 1}, {"Minced beef", 1}, {"Tomatoes", 1}, {"Cheese", 0.5}},
		{{"Rice", 1}, {"Tofu", 1}, {"Broccoli", 1}, {"Peppers", 1}, {"Olive oil", 1}},
		{{"Chickpeas", 1}, {"Rice", 0.6}, {"Carrots", 1}, {"Yoghurt", 0.6}, {"Olive oil", 1.2}, {"Eggs", 0.6}},
		{{"Chicken breast", 0.8}, {"Potatoes", 1.4}, {"Carrots", 1}, {"Butter", 1.8}},
	},
	"Snack": {
		{{"Apple", 1}, {"Almonds", 0.7}, {"Yoghurt", 0.8}},
		{{"Yoghurt", 1.2}, {"Honey", 1}, {"Blueberries", 1}, {"Walnuts", 0.5}},
		{{"Cookies", 1}, {"Milk", 1.2}},
		{{"Bread roll", 1}, {"Cheese", 0.8}},
		{{"Chocolate", 1}, {"Orange", 1}, {"Milk", 1.2}},
	},
}
