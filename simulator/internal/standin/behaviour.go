package standin

import (
	"context"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Values are attributes and nested blocks by name. A behaviour gets all of them, typed, and null where nothing is given.
// It may change what it gets and return that.
type Values = map[string]tftypes.Value

// Behaviour is what a stand-in does beyond its schema. A type that is not in it is served, validated and planned as new;
// all else is refused. Functions are called at the same time by several goroutines, Configure before all others.
type Behaviour struct {
	// Rules are those of the provider block.
	Rules []Rule
	// Configure takes the provider block, in which values may be unknown while planning; nil takes any.
	Configure   func(ctx context.Context, config Values) error
	Resources   map[string]Resource
	DataSources map[string]DataSource
	// Ephemerals are opened by Read.
	Ephemerals map[string]DataSource
}

// Rule says what is wrong with a configuration, or nil. Values may be unknown.
type Rule func(config Values) *Fault

// Resource is what becomes of one type of resource. Without Create only its rules count: it is planned as new, and
// refused from then on.
type Resource struct {
	Rules []Rule
	// Defaults take the place of what the configuration leaves out, by path: branch, on_destroy.reset. They are known
	// while planning, unlike everything else that is computed.
	Defaults map[string]tftypes.Value
	// Keeps names computed attributes that an update leaves as they are, by path; those beside them are unknown while
	// an update is planned.
	Keeps []string
	// Replaces names attributes and blocks of the resource whose change makes a new one.
	Replaces []string
	// Plan sees every plan but that of a removal, also one without a change, and may change it; nil leaves it.
	Plan func(ctx context.Context, change *Change) error
	// Create gets the configuration with its write-only values beside the plan. State together with an error leaves a
	// tainted resource, an error alone leaves none.
	Create func(ctx context.Context, planned, config Values) (Values, error)
	// Read returns the state as it is now, nil when the resource is gone; without it nothing is looked at.
	Read func(ctx context.Context, state Values) (Values, error)
	// Update without it is refused while planning. An error without a state leaves the old one.
	Update func(ctx context.Context, prior, planned, config Values) (Values, error)
	// Delete without it is refused; Forget does nothing.
	Delete func(ctx context.Context, state Values) error
	// Import fills a state in which everything is null; without it an import is refused.
	Import func(ctx context.Context, id string, empty Values) (Values, error)
}

// DataSource is what one type of data source or ephemeral resource answers. Without Read only its rules count, and the
// answers are made up.
type DataSource struct {
	Rules []Rule
	Read  func(ctx context.Context, config Values) (Values, error)
}

// Forget is the removal of what exists in the state only.
func Forget(context.Context, Values) error { return nil }

// Change is one change as it is planned.
type Change struct {
	// Prior is nil for a new resource.
	Prior Values
	// Config is what is written, before defaults.
	Config Values
	// Planned is what will be; unknown values in it are for Create and Update to set.
	Planned Values
	// Replaces names the attributes because of which the resource is replaced.
	Replaces []string
}

// Changed says whether an attribute will be, or may be, another one than now.
func (c *Change) Changed(name string) bool { return !c.Prior[name].Equal(c.Planned[name]) }

// Unknown leaves an attribute for Create or Update to set.
func (c *Change) Unknown(name string) {
	c.Planned[name] = tftypes.NewValue(c.Planned[name].Type(), tftypes.UnknownValue)
}

// Keep plans the attributes as they are now.
func (c *Change) Keep(names ...string) {
	for _, name := range names {
		c.Planned[name] = c.Prior[name]
	}
}

// Fault is an error in the words of the provider.
type Fault struct {
	// Attribute is the one that is at fault, by path: endpoint, timeouts.create; it may be empty.
	Attribute       string
	Summary, Detail string
}

// Error is summary and detail.
func (f *Fault) Error() string { return f.Summary + ": " + f.Detail }

func (f *Fault) path() *tftypes.AttributePath {
	if f.Attribute == "" {
		return nil
	}

	path := tftypes.NewAttributePath()
	for name := range strings.SplitSeq(f.Attribute, ".") {
		path = path.WithAttributeName(name)
	}

	return path
}

type warningsKey struct{}

type warnings struct {
	mutex sync.Mutex
	given []*tfprotov6.Diagnostic
}

// Warn lets OpenTofu show a warning beside the result of the function that was given ctx.
func Warn(ctx context.Context, summary, detail string) {
	list, _ := ctx.Value(warningsKey{}).(*warnings)
	if list == nil {
		return
	}

	list.mutex.Lock()
	defer list.mutex.Unlock()

	list.given = append(list.given, &tfprotov6.Diagnostic{
		Severity: tfprotov6.DiagnosticSeverityWarning, Summary: summary, Detail: detail,
	})
}

func withWarnings(ctx context.Context) (context.Context, *warnings) {
	list := &warnings{}

	return context.WithValue(ctx, warningsKey{}, list), list
}
