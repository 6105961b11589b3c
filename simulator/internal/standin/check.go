package standin

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// checkConfig says what every provider says about a configuration, beyond what OpenTofu itself reads from the schema:
// something deprecated is used, or a value is given to an attribute that only the provider sets.
func (s *Server) checkConfig(schema *tfprotov6.Schema, config tftypes.Value) ([]*tfprotov6.Diagnostic, error) {
	var diagnostics []*tfprotov6.Diagnostic

	_, err := rebuildBlock(schema.Block, tftypes.NewAttributePath(), config, visitor{
		attribute: func(path *tftypes.AttributePath, attribute *tfprotov6.SchemaAttribute, value tftypes.Value) tftypes.Value {
			if !value.IsNull() && !attribute.Required && !attribute.Optional {
				diagnostics = append(diagnostics, s.fault(path, "Invalid Configuration for Read-Only Attribute",
					fmt.Sprintf("%s is set by the provider; remove it from the configuration.", dotted(path))))
			}

			if !value.IsNull() && attribute.Deprecated {
				diagnostics = append(diagnostics, s.deprecation(path, "Attribute Deprecated", dotted(path), attribute.DeprecationMessage))
			}

			return value
		},
		block: func(path *tftypes.AttributePath, block *tfprotov6.SchemaBlock) {
			if block.Deprecated {
				diagnostics = append(diagnostics, s.deprecation(path, "Block Deprecated", dotted(path), block.DeprecationMessage))
			}
		},
	})

	if schema.Block.Deprecated {
		diagnostics = append(diagnostics, s.deprecation(nil, "Deprecated", "this type", schema.Block.DeprecationMessage))
	}

	return diagnostics, err
}

func (s *Server) deprecation(path *tftypes.AttributePath, summary, subject, message string) *tfprotov6.Diagnostic {
	if message == "" {
		message = "the documentation of the provider says what to use instead."
	}

	return s.diagnostic(tfprotov6.DiagnosticSeverityWarning, path, summary, subject+" is deprecated: "+message)
}
