package standin

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// checkConfig says what every provider says about a configuration, beyond what OpenTofu itself reads from the schema:
// something deprecated is used, or a value is given to an attribute that only the provider sets.
func checkConfig(schema *tfprotov6.Schema, config tftypes.Value) ([]*tfprotov6.Diagnostic, error) {
	var diagnostics []*tfprotov6.Diagnostic

	_, err := rebuildBlock(schema.Block, tftypes.NewAttributePath(), config, visitor{
		attribute: func(path *tftypes.AttributePath, attribute *tfprotov6.SchemaAttribute, value tftypes.Value) tftypes.Value {
			if !value.IsNull() && !attribute.Required && !attribute.Optional {
				diagnostics = append(diagnostics, fault(path, "Invalid Configuration for Read-Only Attribute",
					"Cannot set value for this attribute as the provider has marked it as read-only. Remove the configuration line setting the value.\n\n"+
						"Refer to the provider documentation or contact the provider developers for additional information about configurable and read-only attributes that are supported."))
			}

			if !value.IsNull() && value.IsKnown() && attribute.Deprecated {
				diagnostics = append(diagnostics, deprecation(path, "Attribute Deprecated", dotted(path), attribute.DeprecationMessage))
			}

			return value
		},
		block: func(path *tftypes.AttributePath, block *tfprotov6.SchemaBlock) {
			if block.Deprecated {
				diagnostics = append(diagnostics, deprecation(path, "Block Deprecated", dotted(path), block.DeprecationMessage))
			}
		},
	})

	if schema.Block.Deprecated {
		diagnostics = append(diagnostics, deprecation(nil, "Deprecated", "this type", schema.Block.DeprecationMessage))
	}

	return diagnostics, err
}

func deprecation(path *tftypes.AttributePath, summary, subject, message string) *tfprotov6.Diagnostic {
	if message == "" {
		message = "the documentation of the provider says what to use instead."
	}

	return &tfprotov6.Diagnostic{
		Severity: tfprotov6.DiagnosticSeverityWarning, Summary: summary, Detail: subject + " is deprecated: " + message, Attribute: path,
	}
}
