package standin_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestRulesOfTalos(t *testing.T) {
	file, err := os.ReadFile(filepath.Join("..", "..", "..", "schemas", "providers", "talos.json"))
	if err != nil {
		t.Fatal(err)
	}

	talos := newProvider(t, string(file))
	configuration := talos.schemas.DataSourceSchemas["talos_machine_configuration"]
	machine := talos.schemas.ResourceSchemas["talos_machine"]
	types := machine.ValueType().(tftypes.Object).AttributeTypes
	patches := func(elements ...tftypes.Value) tftypes.Value {
		return tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, elements)
	}
	unknown := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)

	for name, row := range map[string]struct {
		config map[string]tftypes.Value
		want   []string
	}{
		"a good one":                   {map[string]tftypes.Value{"config_patches": patches(text(`{"machine":{"sysctls":{"a":"1"}}}`))}, nil},
		"no patches":                   {nil, nil},
		"an unknown patch":             {map[string]tftypes.Value{"config_patches": patches(unknown)}, nil},
		"unknown patches":              {map[string]tftypes.Value{"config_patches": tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, tftypes.UnknownValue)}, nil},
		"an empty patch by an unknown": {map[string]tftypes.Value{"config_patches": patches(unknown, text(""))}, []string{"config_patches are invalid: open : no such file or directory"}},
		"an unknown field":             {map[string]tftypes.Value{"config_patches": patches(text(`{"machine":{"nope":1}}`))}, []string{"config_patches are invalid: error decoding document /v1alpha1/ (line 1): unknown keys found during decoding:\nmachine:\n    nope: 1\n"}},
		"a JSON6902 patch":             {map[string]tftypes.Value{"config_patches": patches(text(`[{"op":"remove","path":"/machine"}]`))}, []string{"the machine configuration cannot be made: JSON6902 patches are not supported for multi-document machine configuration"}},
		"machine type init":            {map[string]tftypes.Value{"machine_type": text("init")}, []string{`the machine configuration cannot be made: machine type "init" is neither controlplane nor worker`}},
		"an endpoint without scheme":   {map[string]tftypes.Value{"cluster_endpoint": text("10.0.0.1:6443")}, []string{`Invalid cluster endpoint: got "10.0.0.1:6443", it must start with https://.`, "the machine configuration cannot be made: parse \"10.0.0.1:6443\": first path segment in URL cannot contain colon"}},
	} {
		config := map[string]tftypes.Value{
			"cluster_name": text("lab"), "cluster_endpoint": text("https://10.0.0.1:6443"),
			"machine_type": text("worker"), "talos_version": text("v1.13"),
		}
		maps.Copy(config, row.config)

		response, err := talos.ValidateDataResourceConfig(context.Background(), &tfprotov6.ValidateDataResourceConfigRequest{
			TypeName: "talos_machine_configuration", Config: value(t, configuration, config),
		})
		if err != nil {
			t.Fatal(err)
		}

		expectTold(t, name, response.Diagnostics, row.want)
	}

	secret := tftypes.NewValue(types["client_configuration"], map[string]tftypes.Value{
		"ca_certificate": text("a"), "client_certificate": text("b"), "client_key": text("c")})

	for name, row := range map[string]struct {
		config map[string]tftypes.Value
		want   []string
	}{
		"no configuration": {map[string]tftypes.Value{"client_configuration": secret},
			[]string{"Invalid Attribute Combination: exactly one of machine_configuration, machine_configuration_wo must be set, got 0."}},
		"two configurations": {map[string]tftypes.Value{"client_configuration": secret, "machine_configuration": text("a"), "machine_configuration_wo": unknown},
			[]string{"Invalid Attribute Combination: exactly one of machine_configuration, machine_configuration_wo must be set, got 2."}},
		"an image without kubeconfig": {map[string]tftypes.Value{"client_configuration": secret, "machine_configuration": text("a"), "image": text("i")},
			[]string{"Missing kubeconfig for drain: drain_on_upgrade = true requires kubeconfig or kubeconfig_wo when image is set."}},
		"an image without drain": {map[string]tftypes.Value{"client_configuration": secret, "machine_configuration": text("a"), "image": text("i"),
			"drain_on_upgrade": tftypes.NewValue(tftypes.Bool, false)}, nil},
		"an image with an unknown kubeconfig": {map[string]tftypes.Value{"client_configuration": secret, "machine_configuration": text("a"), "image": text("i"),
			"kubeconfig_wo": unknown}, nil},
	} {
		config := map[string]tftypes.Value{"node": text("10.0.0.1")}
		maps.Copy(config, row.config)

		response, err := talos.ValidateResourceConfig(context.Background(), &tfprotov6.ValidateResourceConfigRequest{
			TypeName: "talos_machine", Config: value(t, machine, config),
		})
		if err != nil {
			t.Fatal(err)
		}

		expectTold(t, name, response.Diagnostics, row.want)
	}
}

func expectTold(t *testing.T, name string, diagnostics []*tfprotov6.Diagnostic, want []string) {
	t.Helper()

	expected := make([]string, 0, len(want))
	for _, sentence := range want {
		expected = append(expected, "ERROR stand-in for siderolabs/talos: "+sentence)
	}

	if got := told(diagnostics); !slices.Equal(got, expected) {
		t.Errorf("%s: got %q, want %q", name, got, expected)
	}
}
