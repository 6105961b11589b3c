package flux_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/flux"
	"cdktf-proxmox-talos/simulator/internal/standin/standintest"
)

func TestProviderBlocksThatAreRefused(t *testing.T) {
	t.Parallel()

	provider := standintest.Schema(t, "flux")
	of := provider.Config.ValueType()

	for _, c := range []struct {
		config standintest.Content
		says   string
	}{
		{standintest.Content{}, ""},
		{standintest.Content{"git": tftypes.NewValue(of.(tftypes.Object).AttributeTypes["git"], tftypes.UnknownValue)}, ""},
		{inGit(standintest.Content{"url": "ssh://git@a/b"}), ""},
		{inGit(standintest.Content{"url": "ssh://git@a/b", "http": standintest.Content{}}), "Did not expect http to be configured when url scheme is ssh"},
		{inGit(standintest.Content{"url": "https://a/b", "ssh": standintest.Content{}}), "Did not expect ssh to be configured when url scheme is http(s)"},
		{inGit(standintest.Content{"url": "http://a/b", "http": standintest.Content{}}), "Expected allow_insecure_http to be true when url scheme is http"},
		{inGit(standintest.Content{"url": "ssh://a b"}), "Invalid URL String Value"},
		{inGit(standintest.Content{"url": "ssh://a/b", "gpg_key_ring": "ring"}), "git.gpg_key_ring is not modelled"},
		{standintest.Content{"kubernetes": standintest.Content{"config_path": "~/.kube/config"}}, "kubernetes.config_path is not modelled"},
	} {
		encoded, err := tfprotov6.NewDynamicValue(of, standin.Of(of, c.config))
		if err != nil {
			t.Fatal(err)
		}

		response, err := standin.New(provider, flux.Behaviour()).ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: &encoded})
		if err != nil {
			t.Fatal(err)
		}

		said := ""
		for _, diagnostic := range response.Diagnostics {
			said += diagnostic.Summary + ": " + diagnostic.Detail
		}

		if (c.says == "" && said != "") || !strings.Contains(said, c.says) {
			t.Errorf("%v: %q", c.config, said)
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
	schema := standintest.Schema(t, "flux")
	kubernetes := schema.Config.ValueType().(tftypes.Object).AttributeTypes["kubernetes"]

	settings := l.ssh()
	settings["kubernetes"] = tftypes.NewValue(kubernetes, tftypes.UnknownValue)
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
