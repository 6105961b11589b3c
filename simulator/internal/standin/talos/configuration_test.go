package talos_test

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"testing"

	clientconfig "github.com/siderolabs/talos/pkg/machinery/client/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
	"k8s.io/client-go/tools/clientcmd"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

const hostname = "apiVersion: v1alpha1\nkind: HostnameConfig\nauto: off\nhostname: node-1\n"

func base64Of(text []byte) string { return base64.StdEncoding.EncodeToString(text) }

func configuration(secrets standin.Values, more content) content {
	config := content{
		"cluster_name": "lab", "cluster_endpoint": "https://127.25.0.100:6443", "machine_type": "controlplane",
		"machine_secrets": secrets["machine_secrets"], "talos_version": "v1.13", "config_patches": []string{hostname},
	}
	for name, value := range more {
		config[name] = value
	}

	return config
}

func TestConfigurationHasTheSecretsAndThePatches(t *testing.T) {
	provider := newProvider(t, nil)
	secrets := someSecrets(t)

	read, said := provider.Read("talos_machine_configuration", configuration(secrets, nil))
	if len(said) > 0 {
		t.Fatal(said)
	}

	text := standin.Text(read["machine_configuration"])

	parsed, err := configloader.NewFromBytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}

	if got := parsed.Machine().Security().IssuingCA().Crt; string(got) != string(authority(t, secrets, "os").Crt) {
		t.Error("the CA is not the one of the secrets")
	}

	for _, want := range []string{
		"hostname: node-1", "disk: /dev/sda", "image: factory.talos.dev/metal-installer/376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba:v1.14.1",
		"image: ghcr.io/siderolabs/kubelet:v1.37.0",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in it", want)
		}
	}

	opened, said := provider.Open("talos_machine_configuration", configuration(secrets, nil))
	if len(said) > 0 || standin.Text(opened["machine_configuration"]) != text {
		t.Errorf("the ephemeral one differs, %q", said)
	}
}

func TestConfigurationWithDocumentation(t *testing.T) {
	provider := newProvider(t, nil)
	secrets := someSecrets(t)

	for _, row := range []struct {
		docs, examples bool
	}{{false, false}, {true, false}, {false, true}, {true, true}} {
		read, said := provider.Read("talos_machine_configuration", configuration(secrets, content{"docs": row.docs, "examples": row.examples}))
		text := standin.Text(read["machine_configuration"])

		if len(said) > 0 || strings.Contains(text, "# Indicates the schema used to decode the contents.") != row.docs ||
			strings.Contains(text, "tcp://1.2.3.4:12345") != row.examples {
			t.Errorf("%+v, %q", row, said)
		}
	}
}

// TestConfigurationOfTheNewestContract is what the provider writes where no contract is given: documents, with the secrets of
// the stack in them.
func TestConfigurationOfTheNewestContract(t *testing.T) {
	provider := newProvider(t, nil)
	secrets := someSecrets(t)

	for _, version := range []any{nil, "v1.14"} {
		read, said := provider.Read("talos_machine_configuration", configuration(secrets, content{"talos_version": version}))
		if len(said) > 0 {
			t.Fatalf("%v: %q", version, said)
		}

		text := standin.Text(read["machine_configuration"])
		for _, want := range []string{
			"kind: KubeAPIServerCAConfig", "kind: KubeletConfig", "kind: SecurityProfileConfig", `match: disk.dev_path == "/dev/sda"`,
			"clusterID: " + standin.Text(standin.At(secrets, "machine_secrets", "cluster", "id")),
		} {
			if !strings.Contains(text, want) {
				t.Errorf("%v: %s is not in %s", version, want, text)
			}
		}
	}

	if _, said := provider.Read("talos_machine_configuration", configuration(secrets, content{"talos_version": "v1.15"})); len(said) != 1 ||
		!strings.Contains(said[0], "talos_version is v1.15") {
		t.Errorf("%q", said)
	}
}

func TestConfigurationThatCannotBeMade(t *testing.T) {
	provider := newProvider(t, nil)
	secrets := someSecrets(t)

	_, said := provider.Read("talos_machine_configuration", configuration(secrets, content{"config_patches": []string{`[{"op":"remove","path":"/machine"}]`}}))
	expectErrors(t, "a JSON6902 patch", said,
		[]string{"failed to generate machine configuration: JSON6902 patches are not supported for multi-document machine configuration"})
}

func TestTalosConfig(t *testing.T) {
	provider := newProvider(t, nil)
	secrets := someSecrets(t)

	read, said := provider.Read("talos_client_configuration", content{
		"cluster_name": "lab", "client_configuration": secrets["client_configuration"], "nodes": []string{"10.0.0.1"}})
	if len(said) > 0 {
		t.Fatal(said)
	}

	parsed, err := clientconfig.FromString(standin.Text(read["talos_config"]))
	if err != nil {
		t.Fatal(err)
	}

	context := parsed.Contexts["lab"]
	if parsed.Context != "lab" || len(context.Endpoints) != 0 || len(context.Nodes) != 1 ||
		context.Crt != standin.Text(standin.At(secrets, "client_configuration", "client_certificate")) {
		t.Errorf("got %+v", parsed)
	}
}

// TestEphemeralCertificates checks that they are valid, as long as is asked, and the same whenever they are opened.
func TestEphemeralCertificates(t *testing.T) {
	provider := newProvider(t, nil)
	secrets := someSecrets(t)

	for typeName, row := range map[string]struct {
		config                     content
		authority, text, attribute string
	}{
		"talos_client_configuration": {nil, "os", "talos_config", "client_configuration"},
		"talos_cluster_kubeconfig":   {content{"endpoint": "https://127.25.0.100:6443"}, "k8s", "kubeconfig_raw", "kubernetes_client_configuration"},
	} {
		config := content{"cluster_name": "lab", "machine_secrets": secrets["machine_secrets"], "not_before": "2026-01-02T03:04:05Z", "crt_ttl": "48h"}
		for name, value := range row.config {
			config[name] = value
		}

		first, said := provider.Open(typeName, config)
		second, _ := provider.Open(typeName, config)

		if len(said) > 0 || standin.Text(first[row.text]) == "" || !first[row.text].Equal(second[row.text]) {
			t.Fatalf("%s: not twice the same, %q", typeName, said)
		}

		block, _ := pem.Decode(decoded(t, first, row.attribute, "client_certificate"))

		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}

		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(authority(t, secrets, row.authority).Crt)

		if _, err := certificate.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: certificate.NotAfter,
			KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}); err == nil {
			t.Errorf("%s: the CA is younger than the certificate and yet verifies it", typeName)
		}

		if lasts := certificate.NotAfter.Sub(certificate.NotBefore).Hours(); lasts != 48 {
			t.Errorf("%s: lasts %v h", typeName, lasts)
		}

		delete(config, "not_before")

		unlimited, said := provider.Open(typeName, config)
		if len(said) > 0 {
			t.Fatal(said)
		}

		block, _ = pem.Decode(decoded(t, unlimited, row.attribute, "client_certificate"))
		if certificate, err = x509.ParseCertificate(block.Bytes); err != nil {
			t.Fatal(err)
		}

		if _, err := certificate.Verify(x509.VerifyOptions{Roots: roots, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}); err != nil {
			t.Errorf("%s: %v", typeName, err)
		}
	}
}

func TestEphemeralKubeconfigLoads(t *testing.T) {
	provider := newProvider(t, nil)
	secrets := someSecrets(t)

	opened, said := provider.Open("talos_cluster_kubeconfig", content{
		"cluster_name": "lab", "endpoint": "https://127.25.0.100:6443", "machine_secrets": secrets["machine_secrets"]})
	if len(said) > 0 {
		t.Fatal(said)
	}

	parsed, err := clientcmd.RESTConfigFromKubeConfig([]byte(standin.Text(opened["kubeconfig_raw"])))
	if err != nil || parsed.Host != "https://127.25.0.100:6443" || string(parsed.CAData) != string(authority(t, secrets, "k8s").Crt) {
		t.Errorf("got %v, %v", parsed, err)
	}
}
