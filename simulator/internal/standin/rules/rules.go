// Package rules holds what several providers say of a configuration, in the words of the plugin framework.
package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

// OneOf is the rule that a text, or each text of a set, is one of a few.
func OneOf(name string, allowed ...string) standin.Rule {
	quoted := make([]string, len(allowed))
	for index, one := range allowed {
		quoted[index] = fmt.Sprintf("%q", one)
	}

	return each(name, func(text string) string {
		if slices.Contains(allowed, text) {
			return ""
		}

		return fmt.Sprintf("must be one of: [%s], got: %q", strings.Join(quoted, " "), text)
	})
}

// Matches is the rule that a text, or each text of a set, is of a form, and no longer than so many bytes.
func Matches(name string, form *regexp.Regexp, longest int, message string) standin.Rule {
	return each(name, func(text string) string {
		switch {
		case !form.MatchString(text):
			return fmt.Sprintf("%s, got: %q", message, text)
		case len(text) > longest:
			return fmt.Sprintf("string length must be at most %d, got: %d", longest, len(text))
		default:
			return ""
		}
	})
}

// AtLeast is the rule that a number is not smaller than another one.
func AtLeast(least int64, names ...string) standin.Rule {
	return func(config standin.Values) *standin.Fault {
		value := standin.At(config, names...)
		if value.IsNull() || !value.IsKnown() || standin.Int(value) >= least {
			return nil
		}

		return invalid(names[0], fmt.Sprintf("%s value must be at least %d, got: %d", strings.Join(names, "."), least, standin.Int(value)))
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

func each(name string, fault func(text string) string) standin.Rule {
	return func(config standin.Values) *standin.Fault {
		texts := []tftypes.Value{config[name]}
		if !config[name].Type().Is(tftypes.String) {
			texts = standin.List(config[name])
		}

		for _, text := range texts {
			if text.IsNull() || !text.IsKnown() {
				continue
			}

			if said := fault(standin.Text(text)); said != "" {
				return invalid(name, name+" value "+said)
			}
		}

		return nil
	}
}

func invalid(name, detail string) *standin.Fault {
	return &standin.Fault{Attribute: name, Summary: "Invalid Attribute Value", Detail: "Attribute " + detail + "."}
}

func combination(name, detail string) *standin.Fault {
	return &standin.Fault{Attribute: name, Summary: "Invalid Attribute Combination", Detail: "Attribute " + detail + "."}
}
