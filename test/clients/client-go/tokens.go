package main

import (
	"context"
	"fmt"

	authentication "k8s.io/api/authentication/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// A service account's token is known as its.
func tokens(ctx context.Context, client *kubernetes.Clientset) error {
	seconds := int64(600)
	request := &authentication.TokenRequest{Spec: authentication.TokenRequestSpec{ExpirationSeconds: &seconds}}
	token, err := client.CoreV1().ServiceAccounts(namespace).CreateToken(ctx, "default", request, meta.CreateOptions{})
	if err != nil {
		return err
	}
	review := &authentication.TokenReview{Spec: authentication.TokenReviewSpec{Token: token.Status.Token}}
	answer, err := client.AuthenticationV1().TokenReviews().Create(ctx, review, meta.CreateOptions{})
	if err != nil {
		return err
	}
	if !answer.Status.Authenticated || answer.Status.User.Username != "system:serviceaccount:"+namespace+":default" {
		return fmt.Errorf("the token is said to be of %q", answer.Status.User.Username)
	}
	return nil
}
