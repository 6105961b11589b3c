package flux_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/flux"
	"cdktf-proxmox-talos/simulator/internal/standin/standintest"
)

// TestProviderBlocksThatAreRefused: most faults are found before anything is contacted, the others at the first plan.
func TestProviderBlocksThatAreRefused(t *testing.T) {
	t.Parallel()

	schema := standintest.Schema(t, "flux")
	blocks := schema.Config.ValueType().(tftypes.Object).AttributeTypes
	unknownText := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	unknownHTTP := tftypes.NewValue(blocks["git"].(tftypes.Object).AttributeTypes["http"], tftypes.UnknownValue)
	kubernetes := standintest.Content{"host": "https://127.0.0.1:6443"}

	for _, c := range []struct {
		config              standintest.Content
		validate, configure string
	}{
		{standintest.Content{}, "", ""},
		{standintest.Content{"git": standintest.Unknown}, "Path: git\n", ""},
		{standintest.Content{"kubernetes": standintest.Unknown}, "Value Conversion Error: ", "Git configuration is empty when Kubernetes is not"},
		{inGit(standintest.Content{"url": "https://a/b", "http": unknownHTTP}), "Path: git.http\nTarget Type: *provider.Http", ""},
		{inGit(standintest.Content{"url": "ssh://git@a/b"}), "", ""},
		{inGit(standintest.Content{"url": unknownText, "http": standintest.Content{}, "ssh": standintest.Content{}}), "", ""},
		{inGit(standintest.Content{"url": "ssh://git@a/b", "http": standintest.Content{}}), "Did not expect http to be configured when url scheme is ssh", ""},
		{inGit(standintest.Content{"url": "https://a/b", "ssh": standintest.Content{}}), "Did not expect ssh to be configured when url scheme is http(s)", ""},
		{inGit(standintest.Content{"url": "https://a/b", "ssh": standintest.Content{}, "http": standintest.Content{}}), "Did not expect ssh to be configured", ""},
		{inGit(standintest.Content{"url": "http://a/b", "http": standintest.Content{}}), "Expected allow_insecure_http to be true when url scheme is http", ""},
		{inGit(standintest.Content{"url": "http://a/b", "ssh": standintest.Content{}}), "Plugin did not respond: The plugin encountered an error, and failed to respond", ""},
		{inGit(standintest.Content{"url": "git@a:b"}), "Error: first path segment in URL cannot contain colon", ""},
		{inGit(standintest.Content{"url": "ssh://git@a:b/c"}), `Error: invalid port ":b" after host`, ""},
		{inGit(standintest.Content{"url": "ssh://me:geheim@a b"}), "Configuration Read Error: ", ""},
		{inGit(standintest.Content{"url": "ssh://a/b", "gpg_key_ring": "ring"}), "", "git.gpg_key_ring is not modelled"},
		{standintest.Content{"kubernetes": standintest.Content{"config_path": "~/.kube/config"}}, "", "kubernetes.config_path is not modelled"},
		{standintest.Content{"kubernetes": kubernetes}, "", "Git configuration is empty when Kubernetes is not: Either none or both"},
		{standintest.Content{"git": standintest.Content{"url": "ssh://git@a/b"}}, "", "Kubernetes configuration is empty when Git is not: Either none or both"},
	} {
		if git, isGit := c.config["git"].(standintest.Content); isGit && c.configure != "Kubernetes configuration is empty when Git is not: Either none or both" && git != nil {
			c.config["kubernetes"] = kubernetes
		}

		validated := strings.Join(standintest.ValidateBlock(t, schema, flux.Behaviour(), c.config), "\n")
		configured := strings.Join(standintest.ConfigureBlock(t, schema, flux.Behaviour(), c.config), "\n")

		if (c.validate == "" && validated != "") || !strings.Contains(validated, c.validate) || strings.Contains(validated, "geheim") {
			t.Errorf("validate %v: %q", c.config, validated)
		}

		if c.validate == "" && (c.configure == "" && configured != "" || !strings.Contains(configured, c.configure)) {
			t.Errorf("configure %v: %q", c.config, configured)
		}
	}
}

func inGit(content standintest.Content) standintest.Content {
	return standintest.Content{"git": content}
}

func TestResourcesThatAreRefused(t *testing.T) {
	t.Parallel()

	p := standintest.New(t, standintest.Schema(t, "flux"), flux.Behaviour(), nil)

	for _, c := range []struct {
		config standintest.Content
		says   string
	}{
		{standintest.Content{"components": []string{"source-controller", "helm-controller"}}, "must contain kustomize-controller"},
		{standintest.Content{"components": []string{"kustomize-controller", "source-controller", "other"}}, "components value must be one of"},
		{standintest.Content{"components_extra": []string{"helm-controller"}}, "components_extra value must be one of"},
		{standintest.Content{"log_level": "trace"}, "log_level value must be one of"},
		{standintest.Content{"namespace": "Flux"}, `must be a lowercase RFC 1123 label, got: Flux`},
		{standintest.Content{"namespace": strings.Repeat("a", 64)}, "string length must be at most 63, got: 64"},
		{standintest.Content{"secret_name": "a_b"}, "must be a lowercase RFC 1123 subdomain"},
		{standintest.Content{"toleration_keys": []string{"a/b"}}, "must be a toleration key"},
		{standintest.Content{"version": "2.8.5"}, "must either be latest or start with 'v'"},
		{standintest.Content{"interval": "soon"}, "Invalid Duration String Value"},
		{standintest.Content{"timeouts": standintest.Content{"create": "soon"}}, "Invalid Duration String Value"},
		{standintest.Content{"kustomization_override": "a"}, "kustomization_override is not modelled"},
		{standintest.Content{"registry_credentials": "a:b"}, "registry_credentials is not modelled"},
	} {
		if said := p.Validate(bootstrapGit, c.config); len(said) != 1 || !strings.Contains(said[0], c.says) {
			t.Errorf("%v: %q", c.config, said)
		}
	}

	for _, config := range []standintest.Content{{}, {"interval": standintest.Unknown, "components": standintest.Unknown}} {
		if said := p.Validate(bootstrapGit, config); said != nil {
			t.Errorf("%v: %q", config, said)
		}
	}

	if plan := p.Plan(bootstrapGit, nil, nil); len(plan.Said) != 1 || !strings.Contains(plan.Said[0], "Git and Kubernetes configuration not found") {
		t.Errorf("without a provider block: %q", plan.Said)
	}
}

func TestPlanWithSettingsThatAreNotKnownYet(t *testing.T) {
	t.Parallel()

	l := newLab(t)

	settings := l.ssh()
	settings["kubernetes"].(standintest.Content)["host"] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	settings["git"].(standintest.Content)["ssh"].(standintest.Content)["private_key"] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	p := l.provider(t, settings)

	plan := p.Plan(bootstrapGit, nil, config(nil))
	if plan.Said != nil || plan.Planned["repository_files"].IsKnown() || standin.Text(plan.Planned["namespace"]) != "flux-system" {
		t.Errorf("planned %v, said %q", plan.Planned, plan.Said)
	}

	state, said := p.Apply(bootstrapGit, nil, config(nil))
	if state != nil || len(said) != 1 || !strings.Contains(said[0], "settings of the provider are not all known yet") {
		t.Errorf("applied %v, said %q", state, said)
	}

	// an update is planned from the URL and the branch alone
	made := create(t, l.provider(t, l.ssh()), nil)
	if plan := p.Plan(bootstrapGit, made, config(standintest.Content{"interval": "5m"})); plan.Said != nil || !plan.Planned["repository_files"].IsFullyKnown() {
		t.Errorf("planned %v, said %q", plan.Planned["repository_files"], plan.Said)
	}
}

func TestLatestIsRefusedWithoutEmbeddedManifests(t *testing.T) {
	t.Parallel()

	l := newLab(t)

	_, said := l.provider(t, l.ssh()).Apply(bootstrapGit, nil, standintest.Content{"version": "latest"})
	if len(said) != 1 || !strings.Contains(said[0], "the version latest is looked up at GitHub") {
		t.Errorf("said %q", said)
	}
}
