package talos

import (
	"context"
	"crypto/x509/pkix"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/siderolabs/talos/pkg/machinery/client"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/rules"
)

func kubeconfigResource() standin.Resource {
	return standin.Resource{
		Rules:    []standin.Rule{rules.Timeouts},
		Defaults: map[string]tftypes.Value{"certificate_renewal_duration": text("720h")},
		Keeps:    []string{"id", "kubeconfig_raw", "kubernetes_client_configuration"},
		Plan:     planKubeconfig,
		Create: func(ctx context.Context, planned, _ standin.Values) (standin.Values, error) {
			return planned, fetchKubeconfig(ctx, planned, "create")
		},
		Update: updateKubeconfig,
		Delete: standin.Forget,
	}
}

// planKubeconfig lets a certificate be renewed that ends within certificate_renewal_duration.
func planKubeconfig(_ context.Context, change *standin.Change) error {
	if !planEndpoint(change) || change.Prior == nil {
		return nil
	}

	ends, err := kubernetesCertificateEnds(change.Prior, change.Planned["certificate_renewal_duration"])
	if err != nil || !ends {
		return err
	}

	kubernetes := standin.Object(change.Planned["kubernetes_client_configuration"])
	for name := range kubernetes {
		kubernetes[name] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	}

	standin.Set(change.Planned, "kubernetes_client_configuration", kubernetes)
	change.Unknown("kubeconfig_raw")

	return nil
}

func kubernetesCertificateEnds(state standin.Values, within tftypes.Value) (bool, error) {
	encoded := standin.Text(standin.At(state, "kubernetes_client_configuration", "client_certificate"))
	if encoded == "" {
		return false, nil
	}

	certificate, err := parseCertificate(encoded)
	if err != nil {
		return false, &standin.Fault{Summary: "failed to decode kubernetes client certificate", Detail: err.Error()}
	}

	duration, err := standin.Duration(within, 720*time.Hour)
	if err != nil {
		return false, &standin.Fault{Attribute: "certificate_renewal_duration",
			Summary: "failed to parse certificate renewal duration in plan", Detail: err.Error()}
	}

	return certificate.NotAfter.Before(time.Now().Add(duration)), nil
}

// updateKubeconfig calls the node only for a new certificate.
func updateKubeconfig(ctx context.Context, prior, planned, _ standin.Values) (standin.Values, error) {
	ends, err := kubernetesCertificateEnds(prior, planned["certificate_renewal_duration"])
	if err != nil {
		return nil, err
	}

	if !ends {
		return planned, nil
	}

	if err := fetchKubeconfig(ctx, planned, "update"); err != nil {
		return nil, err
	}

	return planned, nil
}

// readKubeconfig is the data source, which asks the node at every plan.
func readKubeconfig(ctx context.Context, config standin.Values) (standin.Values, error) {
	return config, fetchKubeconfig(ctx, config, "read")
}

// fetchKubeconfig gets the kubeconfig of the cluster from a control plane node.
func fetchKubeconfig(ctx context.Context, values standin.Values, operation string) error {
	called, err := nodeOf(values, nil)
	if err != nil {
		return err
	}

	limit, err := timeout(values, operation)
	if err != nil {
		return err
	}

	fetched := make(chan []byte, 1)

	err = called.retry(ctx, limit, func(ctx context.Context, c *client.Client) error {
		content, err := c.Kubeconfig(ctx)
		if err == nil {
			fetched <- content
		}

		return err
	})
	if err != nil {
		return &standin.Fault{Summary: "failed to retrieve kubeconfig", Detail: err.Error()}
	}

	content := <-fetched

	parsed, err := clientcmd.Load(content)
	if err != nil {
		return &standin.Fault{Summary: "failed to parse kubeconfig", Detail: err.Error()}
	}

	current, has := parsed.Contexts[parsed.CurrentContext]
	if !has || parsed.Clusters[current.Cluster] == nil || parsed.AuthInfos[current.AuthInfo] == nil {
		return &standin.Fault{Summary: "failed to parse kubeconfig",
			Detail: fmt.Sprintf("its current context %q is not complete", parsed.CurrentContext)}
	}

	standin.Set(values, "id", current.Cluster)
	standin.Set(values, "endpoint", called.endpoint)
	standin.Set(values, "kubeconfig_raw", string(content))
	standin.Set(values, "kubernetes_client_configuration", map[string]any{
		"host":               parsed.Clusters[current.Cluster].Server,
		"ca_certificate":     encoded(parsed.Clusters[current.Cluster].CertificateAuthorityData),
		"client_certificate": encoded(parsed.AuthInfos[current.AuthInfo].ClientCertificateData),
		"client_key":         encoded(parsed.AuthInfos[current.AuthInfo].ClientKeyData),
	})

	return nil
}

// openKubeconfig makes a kubeconfig from the secrets; no cluster need be there.
func openKubeconfig(_ context.Context, config standin.Values) (standin.Values, error) {
	bundle, err := bundleOf(config["machine_secrets"])
	if err != nil {
		return nil, err
	}

	notBefore, notAfter, err := validity(config, bundle.Certs.K8s.Crt)
	if err != nil {
		return nil, err
	}

	name, endpoint := standin.Text(config["cluster_name"]), standin.Text(config["endpoint"])
	admin := "admin@" + name

	certificate, err := clientCertificate{
		authority: bundle.Certs.K8s,
		subject:   pkix.Name{CommonName: "admin", Organization: []string{"system:masters"}},
		purpose:   "kubernetes:" + name + ":" + endpoint,
		notBefore: notBefore,
		notAfter:  notAfter,
	}.make()
	if err != nil {
		return nil, &standin.Fault{Summary: "failed to generate kubeconfig", Detail: err.Error()}
	}

	content, err := clientcmd.Write(api.Config{
		APIVersion:     "v1",
		Kind:           "Config",
		Clusters:       map[string]*api.Cluster{name: {Server: endpoint, CertificateAuthorityData: bundle.Certs.K8s.Crt}},
		AuthInfos:      map[string]*api.AuthInfo{admin: {ClientCertificateData: certificate.Crt, ClientKeyData: certificate.Key}},
		Contexts:       map[string]*api.Context{admin: {Cluster: name, Namespace: "default", AuthInfo: admin}},
		CurrentContext: admin,
	})
	if err != nil {
		return nil, &standin.Fault{Summary: "failed to generate kubeconfig", Detail: err.Error()}
	}

	standin.Set(config, "kubeconfig_raw", string(content))
	standin.Set(config, "kubernetes_client_configuration", map[string]any{
		"host":               endpoint,
		"ca_certificate":     encoded(bundle.Certs.K8s.Crt),
		"client_certificate": encoded(certificate.Crt),
		"client_key":         encoded(certificate.Key),
	})

	return config, nil
}
