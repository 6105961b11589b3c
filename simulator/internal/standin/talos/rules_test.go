package talos_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"cdktf-proxmox-talos/simulator/internal/standin/standintest"
)

func TestRulesOfConfigurations(t *testing.T) {
	provider := newProvider(t, nil)
	unknown := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)

	for name, row := range map[string]struct {
		config standintest.Content
		want   []string
	}{
		"a good one":                   {standintest.Content{"config_patches": []string{`{"machine":{"sysctls":{"a":"1"}}}`}}, nil},
		"no patches":                   {nil, nil},
		"an unknown patch":             {standintest.Content{"config_patches": []any{unknown}}, nil},
		"unknown patches":              {standintest.Content{"config_patches": standintest.Unknown}, nil},
		"an empty patch by an unknown": {standintest.Content{"config_patches": []any{unknown, ""}}, []string{"config_patches are invalid: open : no such file or directory"}},
		"an unknown field":             {standintest.Content{"config_patches": []string{`{"machine":{"nope":1}}`}}, []string{"config_patches are invalid: error decoding document /v1alpha1/ (line 1): unknown keys found during decoding:\nmachine:\n    nope: 1\n"}},
		"a JSON6902 patch":             {standintest.Content{"config_patches": []string{`[{"op":"remove","path":"/machine"}]`}}, []string{"the machine configuration cannot be made: JSON6902 patches are not supported for multi-document machine configuration"}},
		"machine type init":            {standintest.Content{"machine_type": "init"}, []string{`the machine configuration cannot be made: machine type "init" is neither controlplane nor worker`}},
		"an endpoint without scheme":   {standintest.Content{"cluster_endpoint": "10.0.0.1:6443"}, []string{`Invalid cluster endpoint: got "10.0.0.1:6443", it must start with https://.`, "the machine configuration cannot be made: parse \"10.0.0.1:6443\": first path segment in URL cannot contain colon"}},
	} {
		config := standintest.Content{
			"cluster_name": "lab", "cluster_endpoint": "https://10.0.0.1:6443", "machine_type": "worker", "talos_version": "v1.13",
		}
		maps.Copy(config, row.config)
		expectErrors(t, name, provider.ValidateRead("talos_machine_configuration", config), row.want)
	}
}

func TestRulesOfMachines(t *testing.T) {
	provider := newProvider(t, nil)
	secret := map[string]any{"ca_certificate": "a", "client_certificate": "b", "client_key": "c"}

	for name, row := range map[string]struct {
		config standintest.Content
		want   []string
	}{
		"no configuration": {nil,
			[]string{"Invalid Attribute Combination: exactly one of machine_configuration, machine_configuration_wo must be set, got 0."}},
		"two configurations": {standintest.Content{"machine_configuration": "a", "machine_configuration_wo": standintest.Unknown},
			[]string{"Invalid Attribute Combination: exactly one of machine_configuration, machine_configuration_wo must be set, got 2."}},
		"an image without kubeconfig": {standintest.Content{"machine_configuration": "a", "image": "i"},
			[]string{"Missing kubeconfig for drain: drain_on_upgrade = true requires kubeconfig or kubeconfig_wo when image is set."}},
		"an image without drain": {standintest.Content{"machine_configuration": "a", "image": "i", "drain_on_upgrade": false}, nil},
		"an image with an unknown kubeconfig": {standintest.Content{"machine_configuration": "a", "image": "i",
			"kubeconfig_wo": standintest.Unknown}, nil},
	} {
		config := standintest.Content{"node": "10.0.0.1", "client_configuration": secret}
		maps.Copy(config, row.config)
		expectErrors(t, name, provider.Validate("talos_machine", config), row.want)
	}
}

func expectErrors(t *testing.T, name string, got, want []string) {
	t.Helper()

	expected := make([]string, 0, len(want))
	for _, sentence := range want {
		expected = append(expected, "ERROR stand-in for siderolabs/talos: "+sentence)
	}

	if !slices.Equal(got, expected) {
		t.Errorf("%s: got %q, want %q", name, got, expected)
	}
}
