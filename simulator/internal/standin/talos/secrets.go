package talos

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"time"

	"github.com/blang/semver/v4"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/siderolabs/crypto/x509"
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"github.com/siderolabs/talos/pkg/machinery/role"
	"go.yaml.in/yaml/v4"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

func secretsResource() standin.Resource {
	return standin.Resource{
		Rules:  []standin.Rule{versionIsContract()},
		Keeps:  []string{"id"},
		Plan:   planSecrets,
		Create: createSecrets,
		Update: updateSecrets,
		Delete: standin.Forget,
		Import: importSecrets,
	}
}

// planSecrets lets a lower contract make new secrets, and a certificate that ends within a month be renewed.
func planSecrets(_ context.Context, change *standin.Change) error {
	planned := change.Planned["talos_version"]

	switch {
	case !change.Config["talos_version"].IsKnown():
	case !planned.IsKnown() || planned.IsNull():
		change.Planned["talos_version"] = text(contract)
	case change.Prior != nil && lower(standin.Text(planned), standin.Text(change.Prior["talos_version"])):
		change.Replaces = append(change.Replaces, "talos_version")
	}

	if change.Prior == nil {
		return nil
	}

	ends, err := clientCertificateEnds(change.Prior)
	if err != nil || !ends {
		return err
	}

	client := standin.Object(change.Planned["client_configuration"])
	for name := range client {
		client[name] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	}

	if len(client) > 0 {
		standin.Set(change.Planned, "client_configuration", client)
	}

	return nil
}

func lower(version, than string) bool {
	one, err := semver.ParseTolerant(version)
	other, otherErr := semver.ParseTolerant(than)

	return err == nil && otherErr == nil && one.LT(other)
}

// clientCertificateEnds says whether the certificate in a state is to be renewed.
func clientCertificateEnds(state standin.Values) (bool, error) {
	encoded := standin.Text(standin.At(state, "client_configuration", "client_certificate"))
	if encoded == "" {
		return false, nil
	}

	certificate, err := parseCertificate(encoded)
	if err != nil {
		return false, &standin.Fault{Summary: "failed to decode client certificate", Detail: err.Error()}
	}

	return certificate.NotAfter.Before(time.Now().AddDate(0, 1, 0)), nil
}

func createSecrets(_ context.Context, planned, _ standin.Values) (standin.Values, error) {
	return planned, newSecrets(planned)
}

// newSecrets fills values that have a talos_version.
func newSecrets(values standin.Values) error {
	version, err := config.ParseContractFromVersion(standin.Text(values["talos_version"]))
	if err != nil {
		return &standin.Fault{Summary: "failed to validate talos version", Detail: err.Error()}
	}

	bundle, err := secrets.NewBundle(secrets.NewFixedClock(time.Now()), version)
	if err != nil {
		return &standin.Fault{Summary: "failed to generate secrets bundle", Detail: err.Error()}
	}

	return setSecrets(values, bundle)
}

// setSecrets fills a state with secrets and a new client certificate for them.
func setSecrets(values standin.Values, bundle *secrets.Bundle) error {
	if _, has := values["id"]; has {
		standin.Set(values, "id", "machine_secrets")
	}

	standin.Set(values, "machine_secrets", bundleContent(bundle))

	return setClientConfiguration(values, bundle)
}

func setClientConfiguration(values standin.Values, bundle *secrets.Bundle) error {
	client, err := bundle.GenerateTalosAPIClientCertificateWithTTL(role.MakeSet(role.Admin), constants.TalosAPIDefaultCertificateValidityDuration)
	if err != nil {
		return &standin.Fault{Summary: "failed to convert secrets bundle to machine secrets", Detail: err.Error()}
	}

	standin.Set(values, "client_configuration", map[string]any{
		"ca_certificate":     encoded(bundle.Certs.OS.Crt),
		"client_certificate": encoded(client.Crt),
		"client_key":         encoded(client.Key),
	})

	return nil
}

// updateSecrets keeps all secrets whatever the plan says of them; only version and client certificate change.
func updateSecrets(_ context.Context, prior, planned, _ standin.Values) (standin.Values, error) {
	prior["talos_version"] = planned["talos_version"]

	ends, err := clientCertificateEnds(prior)
	if err != nil || !ends {
		return prior, err
	}

	bundle, err := bundleOf(prior["machine_secrets"])
	if err != nil {
		return prior, err
	}

	return prior, setClientConfiguration(prior, bundle)
}

// importSecrets reads a secrets.yaml, whose path is the id. As in the provider, the contract is then an old one; the one of
// the configuration raises it.
func importSecrets(_ context.Context, id string, state standin.Values) (standin.Values, error) {
	file, err := os.ReadFile(id)
	if err != nil {
		return nil, &standin.Fault{Summary: "failed to import state", Detail: err.Error()}
	}

	bundle := &secrets.Bundle{Clock: secrets.NewFixedClock(time.Now())}
	if err := yaml.Unmarshal(file, bundle); err != nil {
		return nil, &standin.Fault{Summary: "failed to unmarshal machine secrets", Detail: err.Error()}
	}

	if err := bundle.Validate(config.TalosVersionCurrent); err != nil {
		return nil, &standin.Fault{Summary: "failed to unmarshal machine secrets", Detail: fmt.Sprintf("%s is no complete secrets.yaml: %s", id, err)}
	}

	standin.Set(state, "talos_version", "v1.3")

	if bundle.Secrets.AESCBCEncryptionSecret != "" {
		standin.Set(state, "talos_version", "v1.2")
	}

	return state, setSecrets(state, bundle)
}

func openSecrets(_ context.Context, config standin.Values) (standin.Values, error) {
	if config["talos_version"].IsNull() {
		standin.Set(config, "talos_version", contract)
	}

	return config, newSecrets(config)
}

// bundleContent is machine_secrets; what Talos versions do not have is null.
func bundleContent(bundle *secrets.Bundle) map[string]any {
	pair := func(authority *x509.PEMEncodedCertificateAndKey) map[string]any {
		return map[string]any{"cert": encoded(authority.Crt), "key": encoded(authority.Key)}
	}

	kubernetes := map[string]any{
		"bootstrap_token":             bundle.Secrets.BootstrapToken,
		"secretbox_encryption_secret": bundle.Secrets.SecretboxEncryptionSecret,
	}
	if bundle.Secrets.AESCBCEncryptionSecret != "" {
		kubernetes["aescbc_encryption_secret"] = bundle.Secrets.AESCBCEncryptionSecret
	}

	return map[string]any{
		"cluster":    map[string]any{"id": bundle.Cluster.ID, "secret": bundle.Cluster.Secret},
		"secrets":    kubernetes,
		"trustdinfo": map[string]any{"token": bundle.TrustdInfo.Token},
		"certs": map[string]any{
			"etcd":               pair(bundle.Certs.Etcd),
			"k8s":                pair(bundle.Certs.K8s),
			"k8s_aggregator":     pair(bundle.Certs.K8sAggregator),
			"k8s_serviceaccount": map[string]any{"key": encoded(bundle.Certs.K8sServiceAccount.Key)},
			"os":                 pair(bundle.Certs.OS),
		},
	}
}

// bundleOf reads machine_secrets.
func bundleOf(machineSecrets tftypes.Value) (*secrets.Bundle, error) {
	values := standin.Object(machineSecrets)
	word := func(names ...string) string { return standin.Text(standin.At(values, names...)) }

	var failed error

	bytes := func(names ...string) []byte {
		decoded, err := base64.StdEncoding.DecodeString(word(names...))
		if err != nil && failed == nil {
			failed = &standin.Fault{
				Attribute: "machine_secrets",
				Summary:   "failed to convert machine secrets to secrets bundle",
				Detail:    fmt.Sprintf("machine_secrets%s is not base64: %s", fmt.Sprint(names), err),
			}
		}

		return decoded
	}
	pair := func(name string) *x509.PEMEncodedCertificateAndKey {
		return &x509.PEMEncodedCertificateAndKey{Crt: bytes("certs", name, "cert"), Key: bytes("certs", name, "key")}
	}

	bundle := &secrets.Bundle{
		Clock:   secrets.NewFixedClock(time.Now()),
		Cluster: &secrets.Cluster{ID: word("cluster", "id"), Secret: word("cluster", "secret")},
		Secrets: &secrets.Secrets{
			BootstrapToken:            word("secrets", "bootstrap_token"),
			SecretboxEncryptionSecret: word("secrets", "secretbox_encryption_secret"),
			AESCBCEncryptionSecret:    word("secrets", "aescbc_encryption_secret"),
		},
		TrustdInfo: &secrets.TrustdInfo{Token: word("trustdinfo", "token")},
		Certs: &secrets.Certs{
			Etcd:              pair("etcd"),
			K8s:               pair("k8s"),
			K8sAggregator:     pair("k8s_aggregator"),
			K8sServiceAccount: &x509.PEMEncodedKey{Key: bytes("certs", "k8s_serviceaccount", "key")},
			OS:                pair("os"),
		},
	}

	return bundle, failed
}

func encoded(content []byte) string { return base64.StdEncoding.EncodeToString(content) }
