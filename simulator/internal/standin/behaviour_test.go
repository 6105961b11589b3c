package standin_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"cdktf-proxmox-talos/simulator/internal/schema"
	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/standintest"
)

const shelf = `{"provider_schemas":{"registry.opentofu.org/a/b":{
	"provider":{"version":0,"block":{"attributes":{"room":{"type":"string","optional":true}}}},
	"resource_schemas":{"b_shelf":{"version":0,"block":{
		"attributes":{
			"id":{"type":"string","computed":true},
			"etag":{"type":"string","computed":true},
			"name":{"type":"string","required":true},
			"color":{"type":"string","optional":true,"computed":true},
			"place":{"type":"string","optional":true},
			"secret":{"type":"string","optional":true,"write_only":true},
			"label":{"computed":true,"nested_type":{"nesting_mode":"single","attributes":{"text":{"type":"string","computed":true}}}},
			"light":{"optional":true,"nested_type":{"nesting_mode":"single","attributes":{
				"on":{"type":"bool","optional":true,"computed":true},"watts":{"type":"number","optional":true,"computed":true}}}}},
		"block_types":{"board":{"nesting_mode":"list","block":{"attributes":{
			"width":{"type":"number","optional":true,"computed":true},"serial":{"type":"string","computed":true}}}}}}}},
	"data_source_schemas":{"b_room":{"version":0,"block":{"attributes":{
		"name":{"type":"string","required":true},"size":{"type":"number","computed":true}}}}},
	"ephemeral_resource_schemas":{"b_key":{"version":0,"block":{"attributes":{
		"name":{"type":"string","required":true},"key":{"type":"string","computed":true}}}}}}}}`

// shelves is a behaviour with a bit of everything.
func shelves() standin.Behaviour {
	room := ""

	return standin.Behaviour{
		Configure: func(_ context.Context, config standin.Values) error {
			room = standin.Text(config["room"])

			return nil
		},
		Resources: map[string]standin.Resource{"b_shelf": {
			Rules: []standin.Rule{standin.ExactlyOne("name", "place")},
			Defaults: map[string]tftypes.Value{
				"color":       text("white"),
				"light.on":    tftypes.NewValue(tftypes.Bool, true),
				"board.width": tftypes.NewValue(tftypes.Number, 80),
			},
			Keeps:    []string{"id", "label"},
			Replaces: []string{"place"},
			Plan: func(ctx context.Context, change *standin.Change) error {
				if standin.Text(change.Config["color"]) == "black" {
					standin.Warn(ctx, "Dark", "it will be hard to find.")
				}

				if standin.Text(change.Config["color"]) == "pink" {
					return &standin.Fault{Attribute: "color", Summary: "No", Detail: "not that."}
				}

				if change.Prior != nil && change.Changed("name") && standin.Text(change.Config["name"]) == "new" {
					change.Replaces = append(change.Replaces, "name")
				}

				return nil
			},
			Create: func(_ context.Context, planned, config standin.Values) (standin.Values, error) {
				standin.Set(planned, "id", room+"/"+standin.Text(planned["name"]))
				standin.Set(planned, "etag", "1 "+standin.Text(config["secret"]))
				standin.Set(planned, "label", map[string]any{"text": "printed"})

				if light := standin.Object(planned["light"]); len(light) > 0 {
					standin.Set(light, "watts", 5)
					standin.Set(planned, "light", light)
				}

				var boards []any
				for index, board := range standin.List(planned["board"]) {
					content := standin.Object(board)
					standin.Set(content, "serial", string(rune('a'+index)))
					boards = append(boards, content)
				}

				if boards != nil {
					standin.Set(planned, "board", boards)
				}

				switch standin.Text(planned["name"]) {
				case "fails":
					return nil, errors.New("no wood")
				case "falls":
					return planned, &standin.Fault{Summary: "It fell", Detail: "half of it stands."}
				case "forgotten":
					standin.Set(planned, "etag", tftypes.NewValue(tftypes.String, tftypes.UnknownValue))
				}

				return planned, nil
			},
			Read: func(_ context.Context, state standin.Values) (standin.Values, error) {
				switch standin.Text(state["name"]) {
				case "gone":
					return nil, nil
				case "locked":
					return nil, errors.New("the door is locked")
				}

				return state, nil
			},
			Update: func(_ context.Context, prior, planned, _ standin.Values) (standin.Values, error) {
				if standin.Text(planned["name"]) == "fails" {
					return nil, errors.New("too heavy")
				}

				standin.Set(planned, "etag", standin.Text(prior["etag"])+" again")
				planned["light"], planned["board"] = prior["light"], prior["board"]

				return planned, nil
			},
			Delete: func(_ context.Context, state standin.Values) error {
				if standin.Text(state["name"]) == "kept" {
					return errors.New("screwed to the wall")
				}

				return nil
			},
			Import: func(_ context.Context, id string, empty standin.Values) (standin.Values, error) {
				if id == "" {
					return nil, errors.New("which one")
				}

				standin.Set(empty, "id", id)

				return empty, nil
			},
		}},
		DataSources: map[string]standin.DataSource{"b_room": {Read: func(_ context.Context, config standin.Values) (standin.Values, error) {
			if standin.Text(config["name"]) != room {
				return nil, errors.New("no such room")
			}

			standin.Set(config, "size", 12)

			return config, nil
		}}},
		Ephemerals: map[string]standin.DataSource{"b_key": {Read: func(_ context.Context, config standin.Values) (standin.Values, error) {
			standin.Set(config, "key", "of "+standin.Text(config["name"]))

			return config, nil
		}}},
	}
}

type given = standintest.Content

func newShelves(t *testing.T) *standintest.Provider {
	t.Helper()

	provider, err := schema.Read([]byte(shelf))
	if err != nil {
		t.Fatal(err)
	}

	return standintest.New(t, provider, shelves(), given{"room": "cellar"})
}

// shown are the values as the tests write them: unknown, null, or what Go has for them.
func shown(values standin.Values, names ...string) string {
	value := standin.At(values, names...)

	switch {
	case !value.IsKnown():
		return "unknown"
	case value.IsNull():
		return "null"
	default:
		return value.String()
	}
}

func TestPlanOfANewResourceByABehaviour(t *testing.T) {
	plan := newShelves(t).Plan("b_shelf", nil, given{"name": "s", "secret": "hidden", "light": given{}, "board": []any{given{}}})
	board := standin.Object(standin.List(plan.Planned["board"])[0])

	for name, row := range map[string]struct{ got, want string }{
		"id":           {shown(plan.Planned, "id"), "unknown"},
		"color":        {shown(plan.Planned, "color"), text("white").String()},
		"place":        {shown(plan.Planned, "place"), "null"},
		"secret":       {shown(plan.Planned, "secret"), "null"},
		"label":        {shown(plan.Planned, "label"), "unknown"},
		"light.on":     {shown(plan.Planned, "light", "on"), tftypes.NewValue(tftypes.Bool, true).String()},
		"light.watts":  {shown(plan.Planned, "light", "watts"), "unknown"},
		"board.width":  {shown(board, "width"), tftypes.NewValue(tftypes.Number, 80).String()},
		"board.serial": {shown(board, "serial"), "unknown"},
	} {
		if row.got != row.want {
			t.Errorf("%s is planned as %s, want %s", name, row.got, row.want)
		}
	}
}

func TestFromCreateToDestroy(t *testing.T) {
	provider := newShelves(t)
	config := given{"name": "s", "secret": "hidden", "light": given{"on": false}, "board": []any{given{"width": 60}}}

	state, said := provider.Apply("b_shelf", nil, config)
	if len(said) > 0 || standin.Text(state["id"]) != "cellar/s" || standin.Text(state["etag"]) != "1 hidden" || !state["secret"].IsNull() {
		t.Fatalf("state %s, %q", state, said)
	}

	state, said = provider.Refresh("b_shelf", state)
	if plan := provider.Plan("b_shelf", state, config); len(said) > 0 || !maps.EqualFunc(plan.Planned, state, tftypes.Value.Equal) {
		t.Errorf("the second plan is %s, %q", plan.Planned, said)
	}

	config["color"] = "blue"

	plan := provider.Plan("b_shelf", state, config)
	if !plan.Planned["id"].Equal(state["id"]) || !plan.Planned["label"].Equal(state["label"]) || plan.Planned["etag"].IsKnown() || len(plan.Replaces) > 0 {
		t.Errorf("an update is planned as %s, replaced because of %q", plan.Planned, plan.Replaces)
	}

	state, said = provider.ApplyPlan("b_shelf", plan)
	if len(said) > 0 || standin.Text(state["etag"]) != "1 hidden again" || standin.Text(state["color"]) != "blue" {
		t.Errorf("state %s, %q", state, said)
	}

	if left, said := provider.Destroy("b_shelf", state); left != nil || len(said) > 0 {
		t.Errorf("left %s, %q", left, said)
	}
}

func TestReplacement(t *testing.T) {
	provider := newShelves(t)
	state, _ := provider.Apply("b_shelf", nil, given{"name": "s"})

	for name, row := range map[string]struct {
		config given
		want   []string
	}{
		"by attribute": {given{"name": "s", "place": "attic"}, []string{"place"}},
		"unknown":      {given{"name": "s", "place": standintest.Unknown}, []string{"place"}},
		"by behaviour": {given{"name": "new"}, []string{"name"}},
		"in place":     {given{"name": "t"}, nil},
	} {
		if plan := provider.Plan("b_shelf", state, row.config); !slices.Equal(plan.Replaces, row.want) {
			t.Errorf("%s: replaced because of %q", name, plan.Replaces)
		}
	}
}

func TestWhatGoesWrong(t *testing.T) {
	provider := newShelves(t)
	state, _ := provider.Apply("b_shelf", nil, given{"name": "s"})

	named := func(name string) standin.Values {
		other := maps.Clone(state)
		other["name"] = text(name)

		return other
	}

	created, createSaid := provider.Apply("b_shelf", nil, given{"name": "fails"})
	half, halfSaid := provider.Apply("b_shelf", nil, given{"name": "falls"})
	updated, updateSaid := provider.Apply("b_shelf", state, given{"name": "fails"})
	kept, deleteSaid := provider.Destroy("b_shelf", named("kept"))
	locked, readSaid := provider.Refresh("b_shelf", named("locked"))
	gone, goneSaid := provider.Refresh("b_shelf", named("gone"))
	_, importSaid := provider.Import("b_shelf", "")
	_, dataSaid := provider.Read("b_room", given{"name": "attic"})
	pink := provider.Plan("b_shelf", nil, given{"name": "s", "color": "pink"})
	black := provider.Plan("b_shelf", nil, given{"name": "s", "color": "black"})

	for name, row := range map[string]struct {
		left  bool
		said  []string
		stays bool
		want  string
	}{
		"create":         {created != nil, createSaid, false, "ERROR stand-in for a/b: cannot create b_shelf: no wood"},
		"half a create":  {half != nil, halfSaid, true, "ERROR It fell: half of it stands."},
		"update":         {maps.EqualFunc(updated, state, tftypes.Value.Equal), updateSaid, true, "ERROR stand-in for a/b: cannot update b_shelf: too heavy"},
		"delete":         {kept != nil, deleteSaid, true, "ERROR stand-in for a/b: cannot delete b_shelf: screwed to the wall"},
		"read":           {locked != nil, readSaid, true, "ERROR stand-in for a/b: cannot read b_shelf: the door is locked"},
		"gone":           {gone != nil, goneSaid, false, ""},
		"import":         {false, importSaid, false, "ERROR stand-in for a/b: cannot import a b_shelf: which one"},
		"data":           {false, dataSaid, false, "ERROR stand-in for a/b: cannot read b_room: no such room"},
		"plan":           {pink.Planned != nil, pink.Said, false, "ERROR No: not that."},
		"plan with fear": {black.Planned != nil, black.Said, true, "WARNING Dark: it will be hard to find."},
	} {
		got := ""
		if len(row.said) > 0 {
			got = row.said[0]
		}

		if row.left != row.stays || got != row.want || len(row.said) > 1 {
			t.Errorf("%s: state left %t, said %q", name, row.left, row.said)
		}
	}

	if said := provider.Validate("b_shelf", given{"name": "s", "place": "attic"}); !slices.Equal(said,
		[]string{"ERROR Invalid Attribute Combination: 2 attributes specified when one (and only one) of [name,place] is required"}) {
		t.Errorf("%q", said)
	}
}

func TestImportAndReads(t *testing.T) {
	provider := newShelves(t)

	imported, said := provider.Import("b_shelf", "cellar/s")
	if len(said) > 0 || standin.Text(imported["id"]) != "cellar/s" || !imported["name"].IsNull() || imported["board"].IsNull() {
		t.Errorf("imported %s, %q", imported, said)
	}

	room, said := provider.Read("b_room", given{"name": "cellar"})
	if len(said) > 0 || standin.Int(room["size"]) != 12 {
		t.Errorf("room %s, %q", room, said)
	}

	key, said := provider.Open("b_key", given{"name": "cellar"})
	if len(said) > 0 || standin.Text(key["key"]) != "of cellar" {
		t.Errorf("key %s, %q", key, said)
	}
}
