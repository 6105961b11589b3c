package providers

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"cdktf-proxmox-talos/simulator/internal/schema"
	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/standintest"
)

// TestBehavioursFitTheirSchemas finds names that no schema has, which would count for nothing.
func TestBehavioursFitTheirSchemas(t *testing.T) {
	behaving := 0

	for _, name := range []string{"flux", "gitea", "github", "gitlab", "helm", "http", "kubernetes", "local", "proxmox", "talos", "tls"} {
		provider := standintest.Schema(t, name)

		behaves := behaviour(provider)
		if len(behaves.Resources)+len(behaves.DataSources) > 0 {
			behaving++
		}

		expectTypes(t, name, provider.DataSources, slices.Collect(maps.Keys(behaves.DataSources)))
		expectTypes(t, name, provider.Ephemerals, slices.Collect(maps.Keys(behaves.Ephemerals)))
		expectTypes(t, name, provider.Resources, slices.Collect(maps.Keys(behaves.Resources)))
		expectAttributes(t, provider, behaves.Resources)
	}

	if behaving != 6 {
		t.Errorf("%d providers behave, want flux, gitea, http, local, talos and tls", behaving)
	}
}

func expectTypes(t *testing.T, name string, known map[string]*tfprotov6.Schema, types []string) {
	t.Helper()

	for _, typeName := range types {
		if known[typeName] == nil {
			t.Errorf("%s has no %s", name, typeName)
		}
	}
}

func expectAttributes(t *testing.T, provider *schema.Provider, resources map[string]standin.Resource) {
	t.Helper()

	for typeName, resource := range resources {
		of := provider.Resources[typeName]
		for _, path := range slices.Concat(resource.Keeps, resource.Replaces, slices.Collect(maps.Keys(resource.Defaults))) {
			if of != nil && !has(of.Block, strings.Split(path, ".")) {
				t.Errorf("%s has no %s", typeName, path)
			}
		}
	}
}

// has says whether a path leads to an attribute or a block.
func has(block *tfprotov6.SchemaBlock, path []string) bool {
	if len(path) == 0 {
		return true
	}

	for _, attribute := range block.Attributes {
		if attribute.Name == path[0] {
			return len(path) == 1 || attribute.NestedType != nil && has(&tfprotov6.SchemaBlock{Attributes: attribute.NestedType.Attributes}, path[1:])
		}
	}

	for _, nested := range block.BlockTypes {
		if nested.TypeName == path[0] {
			return has(nested.Block, path[1:])
		}
	}

	return false
}
