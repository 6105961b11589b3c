// Package rules holds what several providers say of a configuration, in the words of the plugin framework.
package rules

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

// OneOf is the rule that a text, or each text of a set, is one of a few.
func OneOf(name string, allowed ...string) standin.Rule {
	quoted := make([]string, len(allowed))
	for index, one := range allowed {
		quoted[index] = fmt.Sprintf("%q", one)
	}

	return each(name, func(text string) *standin.Fault {
		if slices.Contains(allowed, text) {
			return nil
		}

		return invalid(name, " Match", fmt.Sprintf("value must be one of: [%s], got: %q", strings.Join(quoted, " "), text))
	})
}

// Matches is the rule that a text, or each text of a set, is of a form, and no longer than so many bytes.
func Matches(name string, form *regexp.Regexp, longest int, message string) standin.Rule {
	return each(name, func(text string) *standin.Fault {
		switch {
		case !form.MatchString(text):
			return invalid(name, " Match", fmt.Sprintf("%s, got: %s", message, text))
		case len(text) > longest:
			return invalid(name, " Length", fmt.Sprintf("string length must be at most %d, got: %d", longest, len(text)))
		default:
			return nil
		}
	})
}

// LengthAtLeast is the rule that a text, or each text of a set, is not shorter than so many bytes.
func LengthAtLeast(name string, shortest int) standin.Rule {
	return each(name, func(text string) *standin.Fault {
		if len(text) >= shortest {
			return nil
		}

		return invalid(name, " Length", fmt.Sprintf("string length must be at least %d, got: %d", shortest, len(text)))
	})
}

// Timeouts is the rule that the timeouts of a resource can be read as times.
func Timeouts(config standin.Values) *standin.Fault {
	timeouts := standin.Object(config["timeouts"])
	for _, operation := range slices.Sorted(maps.Keys(timeouts)) {
		value := timeouts[operation]
		if value.IsNull() || !value.IsKnown() {
			continue
		}

		if _, err := time.ParseDuration(standin.Text(value)); err != nil {
			return &standin.Fault{
				Attribute: "timeouts." + operation,
				Summary:   "Invalid Attribute Value Time Duration",
				Detail: fmt.Sprintf("%q must be a string containing a sequence of decimal numbers, each with optional fraction and a unit suffix, "+
					`such as "300ms", "-1.5h" or "2h45m". Valid time units are "ns", "us" (or "µs"), "ms", "s", "m", "h".`, standin.Text(value)),
			}
		}
	}

	return nil
}

// AtLeast is the rule that a number is not smaller than another one.
func AtLeast(least int64, names ...string) standin.Rule {
	return func(config standin.Values) *standin.Fault {
		value := standin.At(config, names...)
		if value.IsNull() || !value.IsKnown() || standin.Int(value) >= least {
			return nil
		}

		return invalid(strings.Join(names, "."), "", fmt.Sprintf("value must be at least %d, got: %d", least, standin.Int(value)))
	}
}

// Conflict is the rule that two attributes are not given together.
func Conflict(name, other string) standin.Rule {
	return func(config standin.Values) *standin.Fault {
		if config[name].IsNull() || config[other].IsNull() {
			return nil
		}

		return combination(name, fmt.Sprintf("%q cannot be specified when %q is specified", other, name))
	}
}

// Together is the rule that two attributes are given both or not at all.
func Together(name, other string) standin.Rule {
	return func(config standin.Values) *standin.Fault {
		if config[name].IsNull() == config[other].IsNull() {
			return nil
		}

		if config[name].IsNull() {
			name, other = other, name
		}

		return combination(name, fmt.Sprintf("%q must be specified when %q is specified", other, name))
	}
}

// NotModelled refuses what the provider knows and its stand-in does not.
func NotModelled(names ...string) standin.Rule {
	return func(config standin.Values) *standin.Fault {
		for _, name := range names {
			if !config[name].IsNull() {
				return &standin.Fault{
					Attribute: name,
					Summary:   "not modelled",
					Detail:    fmt.Sprintf("this is a test double, and %s is not modelled; leave it out.", name),
				}
			}
		}

		return nil
	}
}

func each(name string, fault func(text string) *standin.Fault) standin.Rule {
	return func(config standin.Values) *standin.Fault {
		texts := []tftypes.Value{config[name]}
		if !config[name].Type().Is(tftypes.String) {
			texts = standin.List(config[name])
		}

		for _, text := range texts {
			if text.IsNull() || !text.IsKnown() {
				continue
			}

			if broken := fault(standin.Text(text)); broken != nil {
				return broken
			}
		}

		return nil
	}
}

func invalid(name, kind, detail string) *standin.Fault {
	return &standin.Fault{Attribute: name, Summary: "Invalid Attribute Value" + kind, Detail: "Attribute " + name + " " + detail}
}

func combination(name, detail string) *standin.Fault {
	return &standin.Fault{Attribute: name, Summary: "Invalid Attribute Combination", Detail: "Attribute " + detail}
}
