package talos_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	sidero "github.com/siderolabs/crypto/x509"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

const kubeconfigType = "talos_cluster_kubeconfig"

// kubeconfigOf is one whose client certificate lasts for a while.
func kubeconfigOf(t *testing.T, lasts time.Duration) string {
	t.Helper()

	opened, said := newProvider(t, nil).Open("talos_cluster_kubeconfig", content{
		"cluster_name": "lab", "endpoint": "https://127.25.0.100:6443", "machine_secrets": someSecrets(t)["machine_secrets"],
		"not_before": time.Now().Add(-time.Hour).Format(time.RFC3339), "crt_ttl": (lasts + time.Hour).String(),
	})
	if len(said) > 0 {
		t.Fatal(said)
	}

	return standin.Text(opened["kubeconfig_raw"])
}

func TestKubeconfigIsFetchedOnceAndRenewed(t *testing.T) {
	node := startNode(t, "127.25.4.1", authority(t, someSecrets(t), "os"))
	node.kubeconfig = kubeconfigOf(t, 1000*time.Hour)
	provider := newProvider(t, nil)
	config := content{"node": node.address, "client_configuration": someSecrets(t)["client_configuration"]}

	state, said := provider.Apply(kubeconfigType, nil, config)
	if len(said) > 0 || standin.Text(state["id"]) != "lab" || standin.Text(state["kubeconfig_raw"]) != node.kubeconfig ||
		standin.Text(standin.At(state, "kubernetes_client_configuration", "host")) != "https://127.25.0.100:6443" ||
		standin.Text(state["certificate_renewal_duration"]) != "720h" {
		t.Fatalf("state %s, %q", state, said)
	}

	if _, err := sidero.NewCertificateAuthorityFromCertificateAndKey(authority(t, someSecrets(t), "k8s")); err != nil {
		t.Fatal(err)
	}

	for name, value := range provider.Plan(kubeconfigType, state, config).Planned {
		if !value.Equal(state[name]) {
			t.Errorf("the second plan changes %s", name)
		}
	}

	config["timeouts"] = content{"create": "1m"}

	state, said = provider.Apply(kubeconfigType, state, config)
	node.expectAsked(t, "Kubeconfig node=127.25.4.1")

	node.kubeconfig = kubeconfigOf(t, 2000*time.Hour)
	config["certificate_renewal_duration"] = "1500h"

	plan := provider.Plan(kubeconfigType, state, config)
	if plan.Planned["kubeconfig_raw"].IsKnown() || standin.At(plan.Planned, "kubernetes_client_configuration", "client_key").IsKnown() {
		t.Error("a certificate that ends is not planned to be renewed")
	}

	renewed, more := provider.ApplyPlan(kubeconfigType, plan)
	if said = append(said, more...); len(said) > 0 || standin.Text(renewed["kubeconfig_raw"]) != node.kubeconfig {
		t.Errorf("not renewed, %q", said)
	}

	node.expectAsked(t, "Kubeconfig node=127.25.4.1")
}

func TestKubeconfigAsDataSourceIsFetchedAtEveryPlan(t *testing.T) {
	node := startNode(t, "127.25.4.2", authority(t, someSecrets(t), "os"))
	node.kubeconfig = kubeconfigOf(t, time.Hour)
	provider := newProvider(t, nil)
	config := content{"node": node.address, "client_configuration": someSecrets(t)["client_configuration"], "timeouts": content{"read": "300ms"}}

	for range 2 {
		read, said := provider.Read("talos_cluster_kubeconfig", config)
		if len(said) > 0 || standin.Text(read["kubeconfig_raw"]) != node.kubeconfig || standin.Text(read["endpoint"]) != node.address {
			t.Errorf("read %s, %q", read, said)
		}
	}

	node.expectAsked(t, "Kubeconfig node=127.25.4.2", "Kubeconfig node=127.25.4.2")
	node.kubeconfig = "current-context: nowhere\n"

	_, said := provider.Read("talos_cluster_kubeconfig", config)
	expectErrors(t, "an empty one", said, []string{`failed to parse kubeconfig: its current context "nowhere" is not complete`})
	node.stop()

	_, said = provider.Read("talos_cluster_kubeconfig", config)
	if len(said) != 1 || !strings.Contains(said[0], "failed to retrieve kubeconfig: rpc error: code = Unavailable") {
		t.Errorf("%q", said)
	}
}

func TestRulesOfCertificates(t *testing.T) {
	provider := newProvider(t, nil)
	config := content{"cluster_name": "lab", "machine_secrets": someSecrets(t)["machine_secrets"]}

	for name, wrong := range map[string]string{"not_before": "yesterday", "crt_ttl": "a year"} {
		config["not_before"] = "2026-01-02T03:04:05Z"
		config[name] = wrong

		_, said := provider.Open("talos_client_configuration", config)
		if !slices.ContainsFunc(said, func(line string) bool { return strings.Contains(line, "invalid "+name) }) {
			t.Errorf("%s: %q", name, said)
		}

		delete(config, name)
	}
}
