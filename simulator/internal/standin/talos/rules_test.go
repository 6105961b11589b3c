package talos_test

import (
	"maps"
	"slices"
	"strings"
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
		"an empty patch by an unknown": {standintest.Content{"config_patches": []any{unknown, ""}}, nil},
		"an empty patch":               {standintest.Content{"config_patches": []string{""}}, []string{"config_patches are invalid: open : no such file or directory"}},
		"an unknown field":             {standintest.Content{"config_patches": []string{`{"machine":{"nope":1}}`}}, []string{"config_patches are invalid: error decoding document /v1alpha1/ (line 1): unknown keys found during decoding:\nmachine:\n    nope: 1\n"}},
		"a JSON6902 patch":             {standintest.Content{"config_patches": []string{`[{"op":"remove","path":"/machine"}]`}}, nil},
		"no name":                      {standintest.Content{"cluster_name": ""}, []string{"Invalid Attribute Value Length: Attribute cluster_name string length must be at least 1, got: 0"}},
		"a contract that is none":      {standintest.Content{"talos_version": "newest"}, []string{`Invalid version: error parsing version "vnewest"`}},
		"a Kubernetes of another time": {standintest.Content{"talos_version": "v1.9", "kubernetes_version": "v1.36.1"}, nil},
		"machine type init":            {standintest.Content{"machine_type": "init"}, []string{`Invalid Attribute Value Match: Attribute machine_type value must be one of: ["controlplane" "worker"], got: "init"`}},
		"an endpoint without scheme":   {standintest.Content{"cluster_endpoint": "10.0.0.1:6443"}, []string{"cluster_endpoint is invalid: no scheme specified for the cluster endpoint URL\ntry: \"https://10.0.0.1:6443\""}},
		"an endpoint without port":     {standintest.Content{"cluster_endpoint": "lab.example.org"}, []string{"cluster_endpoint is invalid: no scheme and port specified for the cluster endpoint URL\ntry: \"https://lab.example.org:6443\""}},
		"an endpoint without TLS":      {standintest.Content{"cluster_endpoint": "http://10.0.0.1"}, []string{"cluster_endpoint is invalid: the control plane endpoint URL should have scheme https://\ntry: \"https://10.0.0.1:6443\""}},
		"an endpoint without host":     {standintest.Content{"cluster_endpoint": "https://"}, []string{"cluster_endpoint is invalid: error validating the cluster endpoint URL: hostname must not be blank"}},
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
			[]string{"Missing machine configuration: Exactly one of machine_configuration or machine_configuration_wo must be set."}},
		"two configurations": {standintest.Content{"machine_configuration": "a", "machine_configuration_wo": standintest.Unknown},
			[]string{"Conflicting machine configuration: Only one of machine_configuration or machine_configuration_wo can be set, not both."}},
		"an image without kubeconfig": {standintest.Content{"machine_configuration": "a", "image": "i"},
			[]string{"Missing kubeconfig for drain: drain_on_upgrade = true requires kubeconfig or kubeconfig_wo when image is set. " +
				"Provide ephemeral.talos_cluster_kubeconfig.this.kubeconfig_raw via kubeconfig_wo."}},
		"an image with an empty kubeconfig": {standintest.Content{"machine_configuration": "a", "image": "i", "kubeconfig": " "},
			[]string{"Missing kubeconfig for drain: drain_on_upgrade = true requires kubeconfig or kubeconfig_wo when image is set. " +
				"Provide ephemeral.talos_cluster_kubeconfig.this.kubeconfig_raw via kubeconfig_wo."}},
		"an unknown image":       {standintest.Content{"machine_configuration": "a", "image": standintest.Unknown}, nil},
		"an image without drain": {standintest.Content{"machine_configuration": "a", "image": "i", "drain_on_upgrade": false}, nil},
		"an image with an unknown kubeconfig": {standintest.Content{"machine_configuration": "a", "image": "i",
			"kubeconfig_wo": standintest.Unknown}, nil},
	} {
		config := standintest.Content{"node": "10.0.0.1", "client_configuration": secret}
		maps.Copy(config, row.config)
		expectErrors(t, name, provider.Validate("talos_machine", config), row.want)
	}
}

func TestRulesOfClusters(t *testing.T) {
	provider := newProvider(t, nil)

	for name, row := range map[string]struct {
		config standintest.Content
		want   []string
	}{
		"one node":            {nil, nil},
		"unknown nodes":       {standintest.Content{"control_plane_nodes": standintest.Unknown}, nil},
		"a node of others":    {standintest.Content{"control_plane_nodes": []string{"10.0.0.2"}}, []string{`node not in control_plane_nodes: node "10.0.0.1" must be included in control_plane_nodes`}},
		"a malformed timeout": {standintest.Content{"timeouts": content{"update": "soon"}}, []string{malformedTimeout("soon")}},
		"no certificate":      {standintest.Content{"client_configuration": nil}, []string{"Missing client configuration: Exactly one of client_configuration or client_configuration_wo must be set."}},
	} {
		config := standintest.Content{"node": "10.0.0.1", "kubernetes_version": "v1.36.1",
			"client_configuration": map[string]any{"ca_certificate": "a", "client_certificate": "b", "client_key": "c"}}
		maps.Copy(config, row.config)
		expectErrors(t, name, provider.Validate("talos_cluster", config), row.want)
	}

	said := provider.Validate("talos_cluster", standintest.Content{"node": "cp-1", "kubernetes_version": "v1.36.1", "client_configuration_wo": standintest.Unknown})
	if len(said) != 1 || !strings.HasPrefix(said[0], `ERROR Invalid IP address: "cp-1" is not an IP address.`) {
		t.Errorf("a name: %q", said)
	}
}

func malformedTimeout(got string) string {
	return `Invalid Attribute Value Time Duration: "` + got + `" must be a string containing a sequence of decimal numbers, each with optional ` +
		`fraction and a unit suffix, such as "300ms", "-1.5h" or "2h45m". Valid time units are "ns", "us" (or "µs"), "ms", "s", "m", "h".`
}

func TestTimeoutsAreReadAtValidate(t *testing.T) {
	provider := newProvider(t, nil)

	for name, config := range map[string]content{
		"talos_machine_configuration_apply": applied(t, "127.25.2.1", nil),
		"talos_machine_bootstrap":           {"node": "127.25.2.1", "client_configuration": someSecrets(t)["client_configuration"]},
		"talos_cluster_kubeconfig":          {"node": "127.25.2.1", "client_configuration": someSecrets(t)["client_configuration"]},
	} {
		config["timeouts"] = content{"create": "xyz"}
		expectErrors(t, name, provider.Validate(name, config), []string{malformedTimeout("xyz")})

		config["timeouts"] = content{"create": "90s"}
		expectErrors(t, name, provider.Validate(name, config), nil)
	}
}

func expectErrors(t *testing.T, name string, got, want []string) {
	t.Helper()

	expected := make([]string, 0, len(want))
	for _, sentence := range want {
		expected = append(expected, "ERROR "+sentence)
	}

	if !slices.Equal(got, expected) {
		t.Errorf("%s: got %q, want %q", name, got, expected)
	}
}
